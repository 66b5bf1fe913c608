package dev.rollcall.audience;

/**
 * One refusal: what rule was broken, where in the request, and what to do about it.
 *
 * @param instance the place in the request, such as {@code @data/0}; empty for the whole request
 * @param detail what happened this time, for a person to read; never a raw identifier
 */
public record Problem(ProblemCode code, String instance, String detail) {
  /** The same problem told of an item of a bulk request. */
  public Problem inItem(int index) {
    return new Problem(code, "@data/" + index, detail);
  }
}
