package dev.rollcall.compute;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run that turns log and graph into a snapshot.
 *
 * @param requestedAt when it was due or asked for
 * @param cutOff the position of the last log record it includes; null before it started
 * @param counts what it looked at and what changed; null before it succeeded
 * @param snapshotId the snapshot it published; null unless it succeeded
 * @param failure why it failed; null unless it did
 */
public record Computation(
    long id,
    Trigger trigger,
    State state,
    Instant requestedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Long cutOff,
    @Nullable Counts counts,
    @Nullable Long snapshotId,
    @Nullable String failure) {

  /** What started a computation. */
  public enum Trigger {
    SCHEDULED("scheduled"),
    MANUAL("manual"),
    CHANGE("change");

    private final String wireName;

    Trigger(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** How far a computation is. */
  public enum State {
    QUEUED("queued"),
    RUNNING("running"),
    SUCCEEDED("succeeded"),
    FAILED("failed");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * What a computation looked at.
   *
   * @param changedSegments segments whose users differ from the snapshot before
   * @param changedAudiences audiences whose users differ from the snapshot before
   */
  public record Counts(
      int retailers, int segments, int audiences, int changedSegments, int changedAudiences) {}

  static Computation queued(long id, Trigger trigger, Instant requestedAt) {
    return new Computation(
        id, trigger, State.QUEUED, requestedAt, null, null, null, null, null, null);
  }

  Computation running(Instant at, long startCutOff) {
    return new Computation(
        id, trigger, State.RUNNING, requestedAt, at, null, startCutOff, null, null, null);
  }

  Computation succeeded(Instant at, Counts found, long snapshot) {
    return new Computation(
        id, trigger, State.SUCCEEDED, requestedAt, startedAt, at, cutOff, found, snapshot, null);
  }

  Computation failed(Instant at, String why) {
    return new Computation(
        id, trigger, State.FAILED, requestedAt, startedAt, at, cutOff, null, null, why);
  }

  /** How long it ran; empty unless it finished. */
  public Optional<Duration> duration() {
    return startedAt == null || finishedAt == null
        ? Optional.empty()
        : Optional.of(Duration.between(startedAt, finishedAt));
  }
}
