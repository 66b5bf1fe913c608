package dev.rollcall.http.retailmedia;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.ContactListOperation;
import dev.rollcall.audience.ContactListStatistics;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.compute.Sizes;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.BodyWorkers;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.identity.IdentifierType;
import java.util.List;
import java.util.OptionalLong;

/** Amends, clears and counts contact lists. */
public final class ContactListRoutes {
  private static final String LIST = "/audience-segments/{segment}/contact-list";

  private final ContactLists lists;
  private final Sizes sizes;
  private final BodyWorkers workers;
  private final ThreadLocal<AmendmentReader> readers =
      ThreadLocal.withInitial(AmendmentReader::new);

  public ContactListRoutes(ContactLists lists, Sizes sizes, BodyWorkers workers) {
    this.lists = lists;
    this.sizes = sizes;
    this.workers = workers;
  }

  public List<Route> routes() {
    return List.of(
        Route.retailMedia(
                POST, LIST + "/add-remove", Version.ALL, AUDIENCES_MANAGE, this::addRemove)
            .tracedOnce()
            .toldByLog(this::addRemoveAgain),
        Route.retailMedia(POST, LIST + "/clear", Version.ALL, AUDIENCES_MANAGE, this::clear)
            .accepting(Accepts.NOTHING)
            .toldByLog((call, operation, record) -> cleared(operation.id())),
        Route.retailMedia(
            GET, "/accounts/{account}" + LIST, Version.ALL, AUDIENCES_READ, this::statistics));
  }

  private Response addRemove(Call call) {
    Receipts.full(call);
    ContactLists.Writable list = writable(call);
    AmendmentBody amendment = read(call, list.type());
    ContactListOperation done =
        lists.amend(
            call.application(),
            list,
            amendment.add(),
            amendment.digests(),
            amendment.valid(),
            amendment.refused(),
            call.retryKey());
    return Receipts.of(call, done, amendment);
  }

  private AmendmentBody read(Call call, IdentifierType type) {
    return workers.work(
        call.application().id(),
        call.body(),
        (body, length) -> readers.get().read(body, length, type));
  }

  private Response addRemoveAgain(Call call, Operation operation, LogRecord record) {
    if (!(record instanceof LogRecord.Amend amend)) throw call.reused();
    return Receipts.again(call, operation, amend, read(call, amend.type()));
  }

  private Response clear(Call call) {
    return cleared(lists.clear(call.application(), writable(call), call.retryKey()));
  }

  private static Response cleared(long operation) {
    return Response.empty(201).with(Response.OPERATION, Long.toString(operation));
  }

  private ContactLists.Writable writable(Call call) {
    return Outcomes.value(lists.writable(call.application(), call.id("segment")));
  }

  private Response statistics(Call call) {
    long segmentId = call.id("segment");
    ContactListStatistics statistics =
        Outcomes.value(lists.statistics(call.id("account"), segmentId));
    long identifiers = statistics.numberOfIdentifiers();
    OptionalLong matches = sizes.matches(call.application(), segmentId, statistics);
    ContactListStatistics told =
        matches.isPresent() ? new ContactListStatistics(identifiers, matches.getAsLong()) : null;
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          Entities.head(out, segmentId, "ContactListStatistics");
          out.writeObjectPropertyStart("attributes");
          out.writeNumberProperty("numberOfIdentifiers", identifiers);
          if (told == null) {
            out.writeNullProperty("numberOfMatches");
            out.writeNullProperty("matchRate");
          } else {
            out.writeNumberProperty("numberOfMatches", told.numberOfMatches());
            out.writeNumberProperty("matchRate", told.matchRate());
          }
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
