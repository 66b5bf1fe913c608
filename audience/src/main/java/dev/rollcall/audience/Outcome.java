package dev.rollcall.audience;

import java.util.function.Function;

/** What a use case gives back: the value it made, or the problem that refused it. */
public sealed interface Outcome<T> {
  /** The work is done, durable and visible. */
  record Done<T>(T value) implements Outcome<T> {}

  /** Nothing was changed. */
  record Refused<T>(Problem problem) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Problem problem) {
    return new Refused<>(problem);
  }

  /** Goes on with the value; a refusal stays as it is. */
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(T value) -> next.apply(value);
      case Refused<T>(Problem problem) -> refused(problem);
    };
  }

  /** Turns the value into another; a refusal stays as it is. */
  default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
    return then(value -> done(change.apply(value)));
  }
}
