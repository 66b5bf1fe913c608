package dev.rollcall.compute.webhook;

import dev.rollcall.compute.Computation;
import dev.rollcall.compute.OperationStatus;
import java.time.Instant;

/** What a message says, as JSON. */
public interface EventBodies {
  String operation(EventType type, Instant at, OperationStatus status);

  String computation(EventType type, Instant at, Computation computation);

  String test(Instant at, Webhook webhook);
}
