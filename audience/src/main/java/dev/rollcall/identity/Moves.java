package dev.rollcall.identity;

import java.util.Arrays;

/**
 * Identifiers that came to stand at another ordinal, in order: what was on a list at the one is on
 * it at the other from now on.
 */
public final class Moves {
  private byte[] types = new byte[16];
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int size;

  void add(IdentifierType type, int fromOrdinal, int toOrdinal) {
    if (size == from.length) {
      types = Arrays.copyOf(types, 2 * size);
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
    }
    types[size] = (byte) type.code();
    from[size] = fromOrdinal;
    to[size++] = toOrdinal;
  }

  public int size() {
    return size;
  }

  /** The type of the identifier that moved: only lists of this type are touched. */
  public IdentifierType type(int i) {
    return IdentifierType.ofCode(types[i]);
  }

  public int from(int i) {
    return from[i];
  }

  public int to(int i) {
    return to[i];
  }
}
