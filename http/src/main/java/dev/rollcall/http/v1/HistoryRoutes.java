package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.history.Comparison;
import dev.rollcall.audience.history.ListRevisions;
import dev.rollcall.audience.history.Moment;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.Revision;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.json.Refusal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the history of contact lists, compares moments of it, and changes lists back. */
public final class HistoryRoutes {
  private static final String SEGMENT = "/accounts/{account}/audience-segments/{segment}";
  private static final Pattern ID = Pattern.compile("\\d{1,19}");

  private final ListRevisions revisions;

  public HistoryRoutes(ListRevisions revisions) {
    this.revisions = revisions;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(GET, SEGMENT + "/history", AUDIENCES_READ, this::list),
        Route.own(GET, SEGMENT + "/compare", AUDIENCES_READ, this::compare),
        Route.own(POST, SEGMENT + "/history/{operation}/undo", AUDIENCES_MANAGE, this::undo)
            .accepting(Accepts.NOTHING)
            .recoveredBy(HistoryRoutes::again),
        Route.own(POST, SEGMENT + "/restore", AUDIENCES_MANAGE, this::restore)
            .recoveredBy(HistoryRoutes::again));
  }

  private Response list(Call call) {
    Paging paging = Paging.of(call);
    Page<Operation> page =
        Outcomes.value(
            revisions.list(
                call.id("account"), call.id("segment"), paging.offset(), paging.limit()));
    return Envelope.page(
        page,
        paging.offset(),
        paging.limit(),
        (out, operation) -> {
          OperationJson.head(out, operation.id(), "Operation");
          OperationJson.attributes(out, operation);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Response compare(Call call) {
    Comparison comparison =
        Outcomes.value(
            revisions.compare(
                call.id("account"), call.id("segment"), moment(call, "from"), moment(call, "to")));
    return Envelope.data(
        200,
        out -> {
          OperationJson.head(out, call.id("segment"), "ContactListComparison");
          OperationJson.id(out, "fromOperation", comparison.from());
          OperationJson.id(out, "toOperation", comparison.to());
          out.writeNumberProperty("added", comparison.added());
          out.writeNumberProperty("removed", comparison.removed());
          out.writeNumberProperty("sizeBefore", comparison.sizeBefore());
          out.writeNumberProperty("sizeAfter", comparison.sizeAfter());
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /** A moment in the query: the id of an operation, or a time. */
  private static Optional<Moment> moment(Call call, String name) {
    return call.query()
        .first(name)
        .map(text -> {
          if (ID.matcher(text).matches()) return new Moment.After(JsonValue.parseId(text));
          try {
            // A plus sign in a query reads as a space.
            return new Moment.At(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
          } catch (DateTimeException e) {
            throw new Refusal(
                ProblemCode.INVALID_VALUE.at(
                    "@" + name,
                    name
                        + " must be the id of an operation, or a time such as"
                        + " 2030-01-01T12:00:00Z"));
          }
        });
  }

  private Response undo(Call call) {
    return answer(
        call,
        Outcomes.value(
            revisions.undo(
                call.application(),
                call.id("account"),
                call.id("segment"),
                call.id("operation"),
                call.query().flag("dryRun"),
                call.retryKey())));
  }

  private static Response again(Call call, Operation operation, LogRecord record) {
    return answer(call, ListRevisions.told(operation));
  }

  private Response restore(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes");
    JsonValue asOf = attributes.at("asOf");
    JsonValue operation = attributes.at("operation");
    if (asOf.absent() == operation.absent())
      throw attributes.notA("an object with either asOf, a time, or operation, an id");
    Moment moment =
        asOf.absent() ? new Moment.After(operation.id()) : new Moment.At(asOf.instant());
    return answer(
        call,
        Outcomes.value(
            revisions.restore(
                call.application(),
                call.id("account"),
                call.id("segment"),
                moment,
                call.query().flag("dryRun"),
                call.retryKey())));
  }

  private static Response answer(Call call, Revision revision) {
    Response response =
        Envelope.data(
            200,
            out -> {
              OperationJson.head(out, call.id("segment"), "ContactListRevision");
              OperationJson.id(out, "operationId", revision.operation().orElse(0));
              out.writeNumberProperty("added", revision.added());
              out.writeNumberProperty("removed", revision.removed());
              out.writeNumberProperty("sizeBefore", revision.sizeBefore());
              out.writeNumberProperty("sizeAfter", revision.sizeAfter());
              out.writeEndObject();
              out.writeEndObject();
            });
    return revision.operation().isEmpty()
        ? response
        : response.with(Response.OPERATION, Long.toString(revision.operation().getAsLong()));
  }
}
