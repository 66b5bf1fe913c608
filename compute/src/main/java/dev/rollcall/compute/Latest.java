package dev.rollcall.compute;

import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.ProblemCode;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Lets each asker's newest question run, and ends the one before it that is still running. */
final class Latest<K> {
  private final Map<K, AtomicBoolean> running = new ConcurrentHashMap<>();

  /**
   * Runs a question.
   *
   * @param work given whether a newer question has come; it ends by a {@link CancellationException}
   *     when it sees that
   */
  <T> Outcome<T> run(K asker, Function<BooleanSupplier, T> work) {
    AtomicBoolean superseded = new AtomicBoolean();
    AtomicBoolean before = running.put(asker, superseded);
    if (before != null) before.set(true);
    try {
      return Outcome.done(work.apply(superseded::get));
    } catch (CancellationException e) {
      return Outcome.refused(
          ProblemCode.ESTIMATE_SUPERSEDED.because(
              "the same application has asked for another estimate on this account since"));
    } finally {
      running.remove(asker, superseded);
    }
  }

  /**
   * Passes while somebody wants to know.
   *
   * @throws CancellationException when a newer question has come
   */
  static void goOn(BooleanSupplier obsolete) {
    if (obsolete.getAsBoolean()) throw new CancellationException("nobody wants to know");
  }
}
