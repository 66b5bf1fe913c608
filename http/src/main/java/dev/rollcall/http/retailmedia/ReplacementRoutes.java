package dev.rollcall.http.retailmedia;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.DELETE;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.ContactListOperation;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.Replacement;
import dev.rollcall.audience.history.Replacements;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.BodyWorkers;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.v1.OperationJson;
import dev.rollcall.identity.IdentifierType;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Puts the coming content of a contact list together, and makes it the list's at once. */
public final class ReplacementRoutes {
  private static final String LIST = "/accounts/{account}/audience-segments/{segment}/replace";
  private static final String ONE = LIST + "/{replacement}";

  private final Replacements replacements;
  private final BodyWorkers workers;
  private final ThreadLocal<AmendmentReader> readers =
      ThreadLocal.withInitial(AmendmentReader::new);

  public ReplacementRoutes(Replacements replacements, BodyWorkers workers) {
    this.replacements = replacements;
    this.workers = workers;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, LIST, AUDIENCES_MANAGE, this::open)
            .accepting(Accepts.NOTHING)
            .recoveredBy((call, operation, record) -> opened(call, operation.segmentId())),
        Route.own(GET, ONE, AUDIENCES_READ, this::get),
        Route.own(POST, ONE + "/add-remove", AUDIENCES_MANAGE, this::addRemove)
            .toldByLog(this::addRemoveAgain),
        Route.own(POST, ONE + "/commit", AUDIENCES_MANAGE, this::commit)
            .accepting(Accepts.NOTHING)
            .recoveredBy((call, operation, record) -> committed(call, operation)),
        Route.own(DELETE, ONE, AUDIENCES_MANAGE, this::abandon).toldByLog(this::abandonAgain));
  }

  private Response open(Call call) {
    Replacement opened =
        Outcomes.value(
            replacements.open(
                call.application(), call.id("account"), call.id("segment"), call.retryKey()));
    return opened(call, opened);
  }

  private static Response opened(Call call, Replacement opened) {
    return answer(201, opened).with("location", call.request().path() + "/" + opened.stage().id());
  }

  private Response opened(Call call, long id) {
    return opened(
        call, Outcomes.value(replacements.find(call.id("account"), call.id("segment"), id)));
  }

  private Response get(Call call) {
    return answer(
        200,
        Outcomes.value(
            replacements.find(call.id("account"), call.id("segment"), call.id("replacement"))));
  }

  private Response addRemove(Call call) {
    Receipts.full(call);
    ContactLists.Writable stage =
        Outcomes.value(
            replacements.amendable(
                call.application(),
                call.id("account"),
                call.id("segment"),
                call.id("replacement")));
    AmendmentBody amendment = read(call, stage.type());
    ContactListOperation done =
        Outcomes.value(
            replacements.amend(
                call.application(),
                stage,
                amendment.add(),
                amendment.digests(),
                amendment.valid(),
                amendment.refused(),
                call.retryKey()));
    return Receipts.of(call, done, amendment);
  }

  private AmendmentBody read(Call call, IdentifierType type) {
    return workers.work(
        call.application().id(),
        call.body(),
        (bytes, length) -> readers.get().read(bytes, length, type));
  }

  private Response addRemoveAgain(Call call, Operation operation, LogRecord record) {
    if (!(record instanceof LogRecord.Amend amend)) throw call.reused();
    return Receipts.again(call, operation, amend, read(call, amend.type()));
  }

  private Response commit(Call call) {
    Replacement committed =
        Outcomes.value(
            replacements.commit(
                call.application(),
                call.id("account"),
                call.id("segment"),
                call.id("replacement"),
                call.query().flag("force"),
                call.retryKey()));
    return committed(committed);
  }

  private Response committed(Call call, Operation operation) {
    return committed(
        Outcomes.value(
            replacements.committed(
                call.id("account"), call.id("segment"), call.id("replacement"), operation)));
  }

  private static Response committed(Replacement committed) {
    return answer(200, committed)
        .with(Response.OPERATION, Long.toString(committed.operation().orElse(0)));
  }

  private Response abandon(Call call) {
    Outcomes.value(
        replacements.abandon(
            call.application(),
            call.id("account"),
            call.id("segment"),
            call.id("replacement"),
            call.retryKey()));
    return Response.empty(204);
  }

  private Response abandonAgain(Call call, Operation operation, LogRecord record) {
    if (!(record instanceof LogRecord.Drop)) throw call.reused();
    replacements.forget(record.segmentId());
    return Response.empty(204);
  }

  private static Response answer(int status, Replacement replacement) {
    return Envelope.data(status, out -> write(out, replacement));
  }

  private static void write(JsonGenerator out, Replacement replacement) {
    OperationJson.head(out, replacement.stage().id(), "Replacement");
    OperationJson.id(out, "audienceSegmentId", replacement.stage().segmentId());
    out.writeStringProperty("state", replacement.operation().isEmpty() ? "open" : "committed");
    out.writeStringProperty("openedAt", replacement.stage().openedAt().toString());
    out.writeStringProperty("expiresAt", replacement.stage().expiresAt().toString());
    OperationJson.id(out, "operationId", replacement.operation().orElse(0));
    out.writeNumberProperty("numberOfIdentifiers", replacement.identifiers());
    out.writeNumberProperty("sizeBefore", replacement.current());
    out.writeNumberProperty("added", replacement.added());
    out.writeNumberProperty("removed", replacement.removed());
    out.writeNumberProperty("unchanged", replacement.identifiers() - replacement.added());
    out.writeBooleanProperty("removesTooMuch", replacement.removesTooMuch());
    out.writeEndObject();
    out.writeEndObject();
  }
}
