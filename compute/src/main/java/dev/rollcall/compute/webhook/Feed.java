package dev.rollcall.compute.webhook;

import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.Operations;
import dev.rollcall.compute.webhook.WebhookStore.Change;
import dev.rollcall.compute.webhook.WebhookStore.Cursor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
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
  private final BiPredicate<Webhook, EventType> mayBeTold;
  private Operations.@Nullable Mark released;

  /**
   * @param mayBeTold whether who added a webhook may still know such things
   */
  Feed(
      WebhookStore store,
      Operations operations,
      OperationHistory operationHistory,
      ComputationHistory computationHistory,
      EventBodies bodies,
      Clock clock,
      BiPredicate<Webhook, EventType> mayBeTold) {
    this.store = store;
    this.operations = operations;
    this.operationHistory = operationHistory;
    this.computationHistory = computationHistory;
    this.bodies = bodies;
    this.clock = clock;
    this.mayBeTold = mayBeTold;
  }

  /**
   * Notes what is new, up to some number; whether there may be more. The webhooks are read after
   * what happened, so that one added before it is told of it.
   */
  boolean advance() {
    if (store.all().isEmpty()) return false;
    release();
    Cursor from = store.cursor();
    List<Operation> done = operationHistory.after(from.operation(), AT_ONCE);
    List<Computation> ran = computationHistory.after(from.computation(), AT_ONCE);
    List<Webhook> webhooks = store.all();
    List<Delivery> found = new ArrayList<>();
    for (Operation operation : done) note(operation, webhooks, found);
    long operation = done.isEmpty() ? from.operation() : done.getLast().id();
    Cursor reached = new Cursor(operation, computations(from.computation(), ran, webhooks, found));
    if (reached.equals(from)) return false;
    store.note(reached, found);
    return true;
  }

  private void note(Operation operation, List<Webhook> webhooks, List<Delivery> found) {
    boolean replaced = operation.kind() == Operation.Kind.REPLACE;
    List<Webhook> live = told(webhooks, operation, EventType.OPERATION_LIVE);
    List<Webhook> committed =
        replaced ? told(webhooks, operation, EventType.REPLACEMENT_COMMITTED) : List.of();
    if (live.isEmpty() && committed.isEmpty()) return;
    OperationStatus status = operations.status(operation);
    if (status.staged()) return;
    boolean now = status.liveAt().isPresent();
    for (Webhook webhook : live) found.add(of(webhook, EventType.OPERATION_LIVE, status, now));
    for (Webhook webhook : committed)
      found.add(of(webhook, EventType.REPLACEMENT_COMMITTED, status, true));
  }

  private List<Webhook> told(List<Webhook> webhooks, Operation operation, EventType type) {
    return webhooks.stream()
        .filter(w -> w.wants(type) && concerns(w, operation) && mayBeTold.test(w, type))
        .toList();
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
  private long computations(
      long from, List<Computation> ran, List<Webhook> webhooks, List<Delivery> found) {
    long reached = from;
    for (Computation run : ran) {
      if (run.finishedAt() == null) break;
      reached = run.id();
      boolean failed = run.state() == State.FAILED;
      if (!failed && run.trigger() == Trigger.CHANGE) continue;
      EventType type = failed ? EventType.COMPUTATION_FAILED : EventType.COMPUTATION_SUCCEEDED;
      Instant at = clock.instant();
      String body = bodies.computation(type, at, run);
      for (Webhook webhook : webhooks)
        if (webhook.wants(type) && mayBeTold.test(webhook, type))
          found.add(Delivery.of(webhook, type, 0, run.id(), at, body));
    }
    return reached;
  }

  /** Lets go what waited for a snapshot that is published now, or for a setting. */
  private void release() {
    Operations.Mark mark = operations.mark();
    if (mark.equals(released)) return;
    for (long retailer : store.waitedFor()) {
      List<Delivery> waiting = reached(retailer);
      while (!waiting.isEmpty()) {
        store.change(waiting.stream().map(seen -> new Change(seen, released(seen))).toList());
        waiting = waiting.size() < AT_ONCE ? List.of() : reached(retailer);
      }
    }
    released = mark;
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
