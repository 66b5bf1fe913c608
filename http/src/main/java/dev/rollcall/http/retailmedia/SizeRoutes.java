package dev.rollcall.http.retailmedia;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Size;
import dev.rollcall.compute.Sizes;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Tells how many users segments and audiences have on a channel, saved or not. */
public final class SizeRoutes {
  private static final String SEGMENTS = "/accounts/{account}/audience-segments";
  private static final String AUDIENCES = "/accounts/{account}/audiences";

  private final Sizes sizes;
  private final Limits limits;

  public SizeRoutes(Sizes sizes, Limits limits) {
    this.sizes = sizes;
    this.limits = limits;
  }

  public List<Route> routes() {
    return Stream.of(
            Route.retailMedia(
                POST,
                SEGMENTS + "/compute-sizes",
                Version.UNSTABLE,
                AUDIENCES_MANAGE,
                call -> compute(call, "AudienceSegmentSize", sizes::ofSegments)),
            Route.retailMedia(
                POST,
                AUDIENCES + "/compute-sizes",
                Version.UNSTABLE,
                AUDIENCES_MANAGE,
                call -> compute(call, "AudienceSize", sizes::ofAudiences)),
            Route.retailMedia(
                POST,
                AUDIENCES + "/estimate-size",
                Version.UNSTABLE,
                AUDIENCES_MANAGE,
                this::estimateAudience),
            Route.retailMedia(
                POST,
                SEGMENTS + "/estimate-size",
                Version.UNSTABLE,
                AUDIENCES_MANAGE,
                this::estimateSegment))
        .map(Route::reading)
        .toList();
  }

  /** How the sizes of what is saved are asked for. */
  private interface Asking {
    List<Outcome<Size>> ask(Application caller, long accountId, Channel channel, List<Long> ids);
  }

  /** An id without a size is a problem that names its place; the others have theirs. */
  private Response compute(Call call, String type, Asking asking) {
    JsonValue attributes = call.json().at("data").at("attributes");
    Channel channel = channel(attributes.at("channel"));
    JsonValue given = attributes.at("ids");
    if (given.items().size() > limits.bulkItems())
      throw new Refusal(
          given.problem(
              ProblemCode.BULK_LIMIT_EXCEEDED,
              "at most " + limits.bulkItems() + " ids are allowed"));
    List<Long> ids = given.items().stream().map(JsonValue::id).toList();
    List<Outcome<Size>> told = asking.ask(call.application(), call.id("account"), channel, ids);
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++)
      if (told.get(i) instanceof Outcome.Refused<Size>(Problem problem))
        problems.add(problem.code().at("@data/attributes/ids/" + i, problem.detail()));
    return Envelope.data(
        call,
        out -> {
          out.writeStartArray();
          for (int i = 0; i < ids.size(); i++)
            if (told.get(i) instanceof Outcome.Done<Size>(Size size)) {
              out.writeStartObject();
              Entities.head(out, ids.get(i), type);
              attributes(out, size);
              out.writeEndObject();
            }
          out.writeEndArray();
        },
        problems);
  }

  private Response estimateAudience(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes");
    return estimation(
        "AudienceSizeEstimation",
        sizes.estimate(
            call.application(),
            call.id("account"),
            attributes.at("retailerId").id(),
            channel(attributes.at("channel")),
            AlgebraJson.read(attributes.at("algebra").required())));
  }

  private Response estimateSegment(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes");
    return estimation(
        "AudienceSegmentSizeEstimation",
        sizes.estimate(
            call.application(),
            call.id("account"),
            attributes.at("retailerId").id(),
            channel(attributes.at("channel")),
            EventsJson.read(attributes.at("events").required())));
  }

  private static Response estimation(String type, Outcome<Size> estimated) {
    Size size = Outcomes.value(estimated);
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", type);
          attributes(out, size);
          out.writeEndObject();
        });
  }

  private static Channel channel(JsonValue given) {
    return Channel.parse(given.string()).orElseThrow(() -> given.notA("Onsite or Offsite"));
  }

  private static void attributes(JsonGenerator out, Size size) {
    out.writeObjectPropertyStart("attributes");
    size.users().ifPresent(users -> out.writeNumberProperty("size", users));
    size.relative().ifPresent(part -> out.writeNumberProperty("relativeSize", part));
    out.writeEndObject();
  }
}
