package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.CAMPAIGNS_MANAGE;
import static dev.rollcall.audience.Permission.CAMPAIGNS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.ImpressionCount;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Impressions;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.http.v1.ImpressionReader.Part;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Takes impressions from ad servers, and tells the counts. */
public final class ImpressionRoutes {
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";

  /** Bytes of a body, after inflation, at most: it is read as it comes and never held whole. */
  private static final long MAX_BYTES = 1L << 30;

  /** What stands before a line's number where a problem says its place. */
  private static final String LINE = "@line/";

  /** Lines read, and counted in one transaction, at most. */
  private static final int CHUNK = 10_000;

  /** Problems told in one answer, at most; the counts include those beyond. */
  private static final int MAX_PROBLEMS = 1_000;

  private static final LocalDate FIRST = LocalDate.parse("0001-01-01");
  private static final LocalDate LAST = LocalDate.parse("9999-12-31");

  private final Impressions impressions;

  public ImpressionRoutes(Impressions impressions) {
    this.impressions = impressions;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, "/impressions", CAMPAIGNS_MANAGE, this::count)
            .accepting(new Accepts(Set.of(CSV, NDJSON), MAX_BYTES)),
        Route.own(GET, "/accounts/{account}/impressions", CAMPAIGNS_READ, this::list));
  }

  /**
   * Counts part by part: what was counted before a body breaks off stays counted, once. The last
   * part with an impression is one with the answer that is kept for its sender.
   */
  private Response count(Call call) {
    ImpressionReader reader = new ImpressionReader(call.body(), CSV.equals(call.mediaType()));
    Received received = new Received();
    Part part = reader.next(CHUNK, MAX_PROBLEMS);
    while (!part.last()) {
      Part following = reader.next(CHUNK, MAX_PROBLEMS);
      if (part.read().isEmpty() || following.read().isEmpty()) {
        part = part.with(following, MAX_PROBLEMS);
      } else {
        count(call, part, received, Optional::empty);
        part = following;
      }
    }
    Supplier<Response> answer = () -> received.answer(call, reader.rows());
    if (part.read().isEmpty()) received.add(Impressions.Tally.NOTHING, part);
    else count(call, part, received, () -> call.keeper().map(keeper -> keeper.apply(answer.get())));
    return answer.get();
  }

  private void count(
      Call call, Part part, Received received, Supplier<Optional<KeptAnswer>> answer) {
    impressions.count(
        call.application(),
        part.read(),
        tally -> {
          received.add(tally, part);
          return answer.get();
        });
  }

  /** What has come of the parts of a body so far. */
  private static final class Received {
    private final List<Problem> problems = new ArrayList<>();
    private long counted;
    private long shown;
    private long repeated;
    private long refused;

    void add(Impressions.Tally tally, Part part) {
      counted += tally.rows();
      shown += tally.shown();
      repeated += tally.repeated();
      List<Problem> told = inOrder(part.problems(), tally.problems());
      refused += part.refused() + tally.problems().size();
      problems.addAll(told.subList(0, Math.min(told.size(), MAX_PROBLEMS - problems.size())));
    }

    Response answer(Call call, long rows) {
      return Envelope.data(
          call,
          out -> {
            out.writeStartObject();
            out.writeStringProperty("type", "ImpressionImport");
            out.writeObjectPropertyStart("attributes");
            out.writeNumberProperty("rows", rows);
            out.writeNumberProperty("countedRows", counted);
            out.writeNumberProperty("impressions", shown);
            out.writeNumberProperty("repeatedRows", repeated);
            out.writeNumberProperty("refusedRows", refused);
            out.writeEndObject();
            out.writeEndObject();
          },
          problems);
    }
  }

  /** What could not be read and what could not be counted, by line. */
  private static List<Problem> inOrder(List<Problem> unread, List<Problem> uncounted) {
    return Stream.concat(unread.stream(), uncounted.stream())
        .sorted(
            Comparator.comparingLong(
                problem -> Long.parseLong(problem.instance().substring(LINE.length()))))
        .toList();
  }

  private Response list(Call call) {
    ImpressionCount.By by =
        ImpressionCount.By.parse(call.query().first("by").orElse("LineItem"))
            .orElseThrow(() ->
                new Refusal(
                    ProblemCode.INVALID_VALUE.at(
                        "@by", "by must be LineItem, Audience or AudienceSegment")));
    Paging paging = Paging.of(call);
    return Envelope.page(
        impressions.list(
            call.id("account"),
            by,
            call.query().ids("id"),
            day(call, "from", FIRST),
            day(call, "to", LAST),
            paging.offset(),
            paging.limit()),
        paging.offset(),
        paging.limit(),
        ImpressionRoutes::write);
  }

  private static LocalDate day(Call call, String name, LocalDate otherwise) {
    try {
      return call.query().first(name).map(LocalDate::parse).orElse(otherwise);
    } catch (DateTimeException e) {
      throw new Refusal(
          ProblemCode.INVALID_VALUE.at("@" + name, name + " must be a day such as 2030-01-31"));
    }
  }

  private static void write(JsonGenerator out, ImpressionCount count) {
    OperationJson.head(out, count.entityId(), "ImpressionCount");
    out.writeStringProperty("by", count.by().wireName());
    out.writeStringProperty("day", count.day().toString());
    out.writeNumberProperty("impressions", count.shown());
    out.writeEndObject();
    out.writeEndObject();
  }
}
