package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.GET;

import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.Operations;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.events.EventStreams;
import dev.rollcall.http.json.Outcomes;
import java.util.List;

/** Tells what became of an operation. */
public final class OperationRoutes {
  private final Operations operations;
  private final EventStreams streams;

  public OperationRoutes(Operations operations, EventStreams streams) {
    this.operations = operations;
    this.streams = streams;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(GET, "/operations/{operation}", AUDIENCES_READ, this::get),
        Route.own(GET, "/operations/{operation}/events", AUDIENCES_READ, this::follow));
  }

  private Response get(Call call) {
    OperationStatus status = find(call);
    return Envelope.data(200, out -> OperationJson.status(out, status));
  }

  private OperationStatus find(Call call) {
    return Outcomes.value(operations.find(call.application(), call.id("operation")));
  }

  private Response follow(Call call) {
    Operations.Mark mark = operations.mark();
    OperationStatus status = find(call);
    String seen = EventStreams.lastSeen(call);
    if (status.settled() && OperationEvents.id(status).equals(seen)) return EventStreams.over();
    return streams.open(
        call, new OperationEvents(operations, mark, status, () -> find(call), seen));
  }
}
