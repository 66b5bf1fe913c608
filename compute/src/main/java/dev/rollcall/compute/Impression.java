package dev.rollcall.compute;

import dev.rollcall.identity.Identifier;
import java.time.Instant;

/**
 * What an ad server says was shown.
 *
 * @param line of the request that says it, to be named when it is refused
 * @param idHi 128 bits of the hash of the impression's id, with {@code idLo}
 * @param time when it was shown
 */
public record Impression(
    long line, long idHi, long idLo, long lineItemId, Instant time, Shown shown) {
  /** To whom it was shown, or how often. */
  public sealed interface Shown {
    /**
     * Once, to the shopper of an identifier.
     *
     * @param identifier a digest, not sealed
     */
    record To(Identifier identifier) implements Shown {}

    /** To shoppers not told. */
    record Times(int count) implements Shown {}
  }
}
