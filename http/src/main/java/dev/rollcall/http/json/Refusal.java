package dev.rollcall.http.json;

import dev.rollcall.audience.Problem;

/**
 * Ends the reading of a request that cannot be understood.
 *
 * <p>Thrown from the depths of a body and caught where the answer, or the bulk item's outcome, is
 * made; it never leaves the wire.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Refusal(Problem problem) {
    super(problem.code().code(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
