package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.GET;

import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.Operations;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Outcomes;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Tells what became of an operation. */
public final class OperationRoutes {
  private final Operations operations;

  public OperationRoutes(Operations operations) {
    this.operations = operations;
  }

  public List<Route> routes() {
    return List.of(Route.own(GET, "/operations/{operation}", AUDIENCES_READ, this::get));
  }

  private Response get(Call call) {
    OperationStatus status =
        Outcomes.value(operations.find(call.application(), call.id("operation")));
    return Envelope.data(200, out -> write(out, status));
  }

  private static void write(JsonGenerator out, OperationStatus status) {
    OperationJson.head(out, status.operation().id(), "Operation");
    OperationJson.attributes(out, status.operation());
    // An operation has its id from the log, which answers when the record is durable and applied.
    out.writeBooleanProperty("folded", true);
    out.writeStringProperty("publication", status.publication().wireName());
    out.writeBooleanProperty("live", status.liveAt().isPresent());
    status
        .liveAt()
        .ifPresentOrElse(
            at -> out.writeStringProperty("liveAt", at.toString()),
            () -> out.writeNullProperty("liveAt"));
    status
        .snapshot()
        .ifPresentOrElse(
            snapshot -> {
              out.writeObjectPropertyStart("snapshot");
              out.writeStringProperty("id", Long.toString(snapshot.snapshotId()));
              out.writeStringProperty("createdAt", snapshot.createdAt().toString());
              out.writeEndObject();
            },
            () -> out.writeNullProperty("snapshot"));
    OperationJson.report(out, status.operation().valid(), status.refused());
    out.writeEndObject();
    out.writeEndObject();
  }
}
