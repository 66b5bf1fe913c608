package dev.rollcall.http.v1;

import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.Operations;
import dev.rollcall.http.events.EventStreams;
import dev.rollcall.http.events.EventWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How an operation comes to be live. It is looked at when a snapshot or a setting changed. */
final class OperationEvents implements EventStreams.Source {
  private final Operations operations;
  private final Supplier<OperationStatus> look;
  private Operations.Mark mark;
  private OperationStatus status;
  private @Nullable String told;

  /**
   * @param status as looked at after the mark was taken
   * @param told the id of the last event the client has seen
   */
  OperationEvents(
      Operations operations,
      Operations.Mark mark,
      OperationStatus status,
      Supplier<OperationStatus> look,
      @Nullable String told) {
    this.operations = operations;
    this.mark = mark;
    this.status = status;
    this.look = look;
    this.told = told;
  }

  /** The id of the event that tells this. */
  static String id(OperationStatus status) {
    String stage = status.liveAt().isPresent() ? "live" : "accepted";
    return status.operation().id() + "-" + stage;
  }

  @Override
  public boolean tell(EventWriter out) {
    Operations.Mark now = operations.mark();
    if (!now.equals(mark)) {
      mark = now;
      status = look.get();
    }
    String id = id(status);
    OperationStatus seen = status;
    if (!id.equals(told)) out.event(id, "operation", json -> OperationJson.status(json, seen));
    told = id;
    return !status.settled();
  }
}
