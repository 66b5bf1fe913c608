package dev.rollcall.audience;

/**
 * What tells that a request is an earlier one sent again: 128 bits of the keyed hash of the key its
 * sender gave it, and 128 bits of that of the request, which is its method, its path and its body.
 */
public record RetryKey(long keyHi, long keyLo, long bodyHi, long bodyLo) {
  /** The same key as its sender gave it, whatever it was sent with. */
  public boolean sameKey(long hi, long lo) {
    return keyHi == hi && keyLo == lo;
  }
}
