package dev.rollcall.compute.webhook;

import java.util.Arrays;
import java.util.Optional;

/** What a webhook can be told of. */
public enum EventType {
  /** An operation on one of the account's lists came to be live. */
  OPERATION_LIVE("operation.live"),
  /** A list's content was replaced; it may not be live yet. */
  REPLACEMENT_COMMITTED("replacement.committed"),
  /** A computation by schedule or by hand succeeded. */
  COMPUTATION_SUCCEEDED("computation.succeeded"),
  /** A computation failed, whatever started it. */
  COMPUTATION_FAILED("computation.failed"),
  /** Somebody asked for a test; sent to any webhook. */
  TEST("webhook.test");

  private final String wireName;

  EventType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** Whether it tells of computations, which are of no single account. */
  boolean ofComputations() {
    return this == COMPUTATION_SUCCEEDED || this == COMPUTATION_FAILED;
  }

  /** The type of that name, of those that can be asked for. */
  public static Optional<EventType> parse(String name) {
    return Arrays.stream(values())
        .filter(type -> type != TEST && type.wireName.equals(name))
        .findFirst();
  }
}
