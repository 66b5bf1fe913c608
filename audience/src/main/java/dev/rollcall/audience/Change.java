package dev.rollcall.audience;

/** One member of a partial update: left as it is, or set to a new value. */
public sealed interface Change<T> {
  /** The member was absent. */
  record Keep<T>() implements Change<T> {}

  /** The member was given. */
  record Set<T>(T value) implements Change<T> {}

  static <T> Change<T> keep() {
    return new Keep<>();
  }

  static <T> Change<T> set(T value) {
    return new Set<>(value);
  }

  /** The value after the change. */
  default T apply(T current) {
    return switch (this) {
      case Keep<T>() -> current;
      case Set<T>(T value) -> value;
    };
  }
}
