package dev.rollcall.http.v1;

import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Size;
import dev.rollcall.compute.WatchedComputations;
import dev.rollcall.compute.WatchedComputations.Changes;
import dev.rollcall.http.events.EventStreams;
import dev.rollcall.http.events.EventWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of all computations, or of one, as they happen. What a client missed while it was away
 * it is told from the history: how each computation stands that went on since.
 */
final class ComputationEvents implements EventStreams.Source {
  /** Newest computations that one who comes back may have missed a step of, at most. */
  private static final int LOOKED_BACK = 500;

  private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})-([a-z]+)");

  private final WatchedComputations computations;
  private final OptionalLong only;
  private final Optional<Mark> seen;
  private final Size.Right right;
  private boolean begun;
  private long next;

  /**
   * @param only the one to be told of, or empty for all
   */
  ComputationEvents(
      WatchedComputations computations,
      OptionalLong only,
      @Nullable String lastEventId,
      Size.Right right) {
    this.right = right;
    this.computations = computations;
    this.only = only;
    this.seen = Optional.ofNullable(lastEventId).flatMap(Mark::parse);
  }

  /**
   * When a computation took its latest step, in microseconds, which it is and what the step was:
   * the event's id. Several steps may be of one moment.
   */
  private record Mark(long micros, long computation, State state) {
    static final Comparator<Mark> IN_ORDER =
        Comparator.comparingLong(Mark::micros).thenComparingLong(Mark::computation);

    static Mark of(Computation computation) {
      Instant at = computation.requestedAt();
      if (computation.startedAt() != null) at = computation.startedAt();
      if (computation.finishedAt() != null) at = computation.finishedAt();
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
      return new Mark(micros, computation.id(), computation.state());
    }

    static Optional<Mark> parse(String text) {
      Matcher parts = ID.matcher(text);
      if (!parts.matches()) return Optional.empty();
      long micros = Long.parseLong(parts.group(1));
      long computation = Long.parseLong(parts.group(2));
      return Stream.of(State.values())
          .filter(state -> state.wireName().equals(parts.group(3)))
          .findFirst()
          .map(state -> new Mark(micros, computation, state));
    }

    /** Whether one who saw that last may not have seen this: of one moment, rather twice. */
    boolean mayFollow(Mark last) {
      return micros >= last.micros && !equals(last);
    }

    @Override
    public String toString() {
      return micros + "-" + computation + "-" + state.wireName();
    }
  }

  /** Whether one who comes back has seen the last step of this one. */
  static boolean over(Computation computation, @Nullable String lastEventId) {
    return computation.finishedAt() != null && Mark.of(computation).toString().equals(lastEventId);
  }

  @Override
  public boolean tell(EventWriter out) {
    if (begun) {
      Changes changes = computations.changesAfter(next);
      next = changes.next();
      if (changes.complete()) return tell(out, changes.computations());
      begun = false;
      return tell(out, standing());
    }
    begun = true;
    next = computations.changesAfter(Long.MAX_VALUE).next();
    return tell(out, standing());
  }

  /** How those stand that went on since, or that still go on. */
  private List<Computation> standing() {
    if (only.isPresent()) return computations.find(only.getAsLong()).stream().toList();
    return computations.list(0, LOOKED_BACK).items().stream()
        .filter(computation ->
            seen.map(mark -> Mark.of(computation).mayFollow(mark))
                .orElse(computation.finishedAt() == null))
        .sorted(Comparator.comparing(Mark::of, Mark.IN_ORDER))
        .toList();
  }

  private boolean tell(EventWriter out, List<Computation> steps) {
    for (Computation step : steps) {
      if (only.isPresent() && step.id() != only.getAsLong()) continue;
      Mark mark = Mark.of(step);
      if (!seen.map(mark::equals).orElse(false))
        out.event(mark.toString(), "computation", json -> ComputationJson.write(json, step, right));
      if (only.isPresent() && step.finishedAt() != null) return false;
    }
    return true;
  }
}
