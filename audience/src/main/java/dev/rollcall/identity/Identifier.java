package dev.rollcall.identity;

/**
 * A type and 128 bits: the digest of a value, or the sealed key made of it. Even a digest of an
 * address can be tested against known addresses, so the text form shows the type only.
 *
 * @param hi the first eight bytes, big-endian
 * @param lo the last eight bytes, big-endian
 */
public record Identifier(IdentifierType type, long hi, long lo) {
  @Override
  public String toString() {
    return "Identifier[" + type.wireName() + "]";
  }
}
