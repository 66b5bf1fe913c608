package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.RETAILERS_MANAGE;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.Identities;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Retailers;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.BodyWorkers;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Outcomes;
import java.util.List;
import java.util.Set;

/** Imports a retailer's identity graph, one part of a file at a time. */
public final class IdentityRoutes {
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";

  /** Bytes of one part, after inflation, at most. */
  static final long MAX_BYTES = 64L << 20;

  private final Retailers retailers;
  private final Identities identities;
  private final BodyWorkers workers;

  public IdentityRoutes(Retailers retailers, Identities identities, BodyWorkers workers) {
    this.retailers = retailers;
    this.identities = identities;
    this.workers = workers;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, "/retailers/{retailer}/identities", RETAILERS_MANAGE, this::link)
            .accepting(new Accepts(Set.of(CSV, NDJSON), MAX_BYTES))
            .toldByLog(this::linkAgain));
  }

  private Response link(Call call) {
    Retailer retailer = Outcomes.value(retailers.find(call.id("retailer")));
    IdentityPart part = read(call);
    int users = part.rows().users();
    boolean any = part.rows().size() > 0;
    long position = identities.link(call.application(), retailer, part.rows(), call.retryKey());
    Response response = answer(call, part, users, position);
    return any ? response.with(Response.OPERATION, Long.toString(position)) : response;
  }

  private Response linkAgain(Call call, Operation operation, LogRecord record) {
    if (!(record instanceof LogRecord.Link)) throw call.reused();
    IdentityPart part = read(call);
    return answer(call, part, part.rows().users(), operation.id())
        .with(Response.OPERATION, Long.toString(operation.id()));
  }

  private IdentityPart read(Call call) {
    boolean csv = CSV.equals(call.mediaType());
    return workers.work(
        call.application().id(),
        call.body(),
        (body, length) ->
            csv ? CsvIdentities.read(body, length) : NdjsonIdentities.read(body, length));
  }

  private static Response answer(Call call, IdentityPart part, int users, long position) {
    return Envelope.data(
        call,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "IdentityImport");
          out.writeObjectPropertyStart("attributes");
          out.writeNumberProperty("rows", part.rowCount());
          out.writeNumberProperty("users", users);
          out.writeNumberProperty("identifiers", part.identifiers());
          out.writeNumberProperty("refusedRows", part.rowCount() - users);
          out.writeNumberProperty("invalidIdentifiers", part.invalidIdentifiers());
          out.writeStringProperty("position", Long.toString(position));
          out.writeEndObject();
          out.writeEndObject();
        },
        part.problems());
  }
}
