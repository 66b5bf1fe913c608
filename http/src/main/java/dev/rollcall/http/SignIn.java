package dev.rollcall.http;

/** Finds out who is calling. */
@FunctionalInterface
public interface SignIn {
  /**
   * The caller whose token the request carries.
   *
   * @throws dev.rollcall.http.json.Refusal {@code authorization-token-invalid} or {@code
   *     authorization-token-expired}
   */
  Caller caller(Request request);

  /** Whether a caller is found without waiting for anything. */
  default boolean ready() {
    return true;
  }
}
