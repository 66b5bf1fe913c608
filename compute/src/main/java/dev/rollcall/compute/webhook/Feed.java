package dev.rollcall.compute.webhook;

import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.Operations;
import dev.rollcall.compute.webhook.WebhookStore.Cursor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what happened into deliveries: goes through the histories from where it was, and keeps how
 * far it came together with what it found, so that nothing is missed or told twice however the
 * process ends.
 *
 * <p>An operation that is not live yet is kept waiting until a snapshot reaches it. Not
 * thread-safe.
 */
final class Feed {
  private static final int AT_ONCE = 500;

  private final WebhookStore store;
  private final Operations operations;
  private final OperationHistory operationHistory;
  private final ComputationHistory computationHistory;
  private final EventBodies bodies;
  private final Clock clock;
  private Operations.@Nullable Mark released;

  Feed(
      WebhookStore store,
      Operations operations,
      OperationHistory operationHistory,
      ComputationHistory computationHistory,
      EventBodies bodies,
      Clock clock) {
    this.store = store;
    this.operations = operations;
    this.operationHistory = operationHistory;
    this.computationHistory = computationHistory;
    this.bodies = bodies;
    this.clock = clock;
  }

  /** Notes all that is new; whether anything is to be sent. */
  boolean advance() {
    List<Webhook> webhooks = store.all();
    if (webhooks.isEmpty()) return false;
    boolean any = release();
    Cursor from = store.cursor();
    Cursor reached = from;
    do {
      from = reached;
      List<Delivery> found = new ArrayList<>();
      reached =
          new Cursor(
              operations(from.operation(), webhooks, found),
              computations(from.computation(), webhooks, found));
      if (!reached.equals(from)) store.note(reached, found);
      any |= !found.isEmpty();
    } while (!reached.equals(from));
    return any;
  }

  private long operations(long from, List<Webhook> webhooks, List<Delivery> found) {
    long reached = from;
    for (Operation operation : operationHistory.after(from, AT_ONCE)) {
      reached = operation.id();
      List<Webhook> told = webhooks.stream().filter(w -> concerns(w, operation)).toList();
      if (told.isEmpty()) continue;
      OperationStatus status = operations.status(operation);
      if (status.staged()) continue;
      for (Webhook webhook : told) {
        if (webhook.wants(EventType.OPERATION_LIVE))
          found.add(of(webhook, EventType.OPERATION_LIVE, status, status.liveAt().isPresent()));
        if (webhook.wants(EventType.REPLACEMENT_COMMITTED)
            && operation.kind() == Operation.Kind.REPLACE)
          found.add(of(webhook, EventType.REPLACEMENT_COMMITTED, status, true));
      }
    }
    return reached;
  }

  /** An account's own operations; imports of identity graphs are their application's. */
  private static boolean concerns(Webhook webhook, Operation operation) {
    return operation.segmentId() == 0
        ? webhook.applicationId() == operation.applicationId()
        : webhook.accountId() == operation.accountId();
  }

  private Delivery of(Webhook webhook, EventType type, OperationStatus status, boolean now) {
    Instant at = clock.instant();
    Operation operation = status.operation();
    String body = now ? bodies.operation(type, at, status) : "";
    return Delivery.of(webhook, type, operation.retailerId(), operation.id(), at, body);
  }

  /**
   * Computations run in the order of their ids but for one that a change starts beside one asked
   * for: going no further than the first that has not finished misses none.
   */
  private long computations(long from, List<Webhook> webhooks, List<Delivery> found) {
    long reached = from;
    for (Computation run : computationHistory.after(from, AT_ONCE)) {
      if (run.finishedAt() == null) break;
      reached = run.id();
      boolean failed = run.state() == State.FAILED;
      if (!failed && run.trigger() == Trigger.CHANGE) continue;
      EventType type = failed ? EventType.COMPUTATION_FAILED : EventType.COMPUTATION_SUCCEEDED;
      Instant at = clock.instant();
      String body = bodies.computation(type, at, run);
      for (Webhook webhook : webhooks)
        if (webhook.wants(type)) found.add(Delivery.of(webhook, type, 0, run.id(), at, body));
    }
    return reached;
  }

  /** Lets go what waited for a snapshot that is published now, or for a setting. */
  private boolean release() {
    Operations.Mark mark = operations.mark();
    if (mark.equals(released)) return false;
    boolean any = false;
    for (long retailer : store.waitedFor()) {
      List<Delivery> waiting = reached(retailer);
      while (!waiting.isEmpty()) {
        store.put(waiting.stream().map(this::released).toList());
        any = true;
        waiting = waiting.size() < AT_ONCE ? List.of() : reached(retailer);
      }
    }
    released = mark;
    return any;
  }

  private List<Delivery> reached(long retailer) {
    return store.waiting(retailer, operations.reach(retailer), AT_ONCE);
  }

  private Delivery released(Delivery waiting) {
    Instant at = clock.instant();
    return operationHistory
        .find(waiting.subject())
        .map(operations::status)
        .filter(status -> status.liveAt().isPresent())
        .map(status -> waiting.released(at, bodies.operation(waiting.type(), at, status)))
        .orElseGet(() -> waiting.dropped(at, "the list is gone"));
  }
}
