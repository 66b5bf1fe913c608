package dev.rollcall.identity;

import java.util.Arrays;

/**
 * Which identifiers of a request were refused, by their index in it, and why; never what they were.
 *
 * <p>Packed as one entry after the other: the distance from the index before, seven bits a byte and
 * the lowest first, then the reason. All 50,000 identifiers of a request take 100 KB, an eighth of
 * what their keys would.
 */
public final class RefusedIdentifiers {
  public static final RefusedIdentifiers NONE = new RefusedIdentifiers(new byte[0]);

  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final byte[] packed;
  private final int size;

  /**
   * Takes over the entries.
   *
   * @throws RuntimeException when they are none
   */
  public RefusedIdentifiers(byte[] packed) {
    this.packed = packed;
    int[] count = {0};
    forEach((index, reason) -> count[0]++);
    this.size = count[0];
  }

  /** What is done with each refused identifier. */
  @FunctionalInterface
  public interface Entry {
    void accept(int index, InvalidIdentifier reason);
  }

  /** How many were refused. */
  public int size() {
    return size;
  }

  /** The packed entries; only to be read. */
  public byte[] packed() {
    return packed;
  }

  /** Visits all, by ascending index. */
  public void forEach(Entry entry) {
    int index = -1;
    int at = 0;
    while (at < packed.length) {
      int distance = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = packed[at++];
        distance |= (next & SEVEN_BITS) << shift;
        if ((next & MORE) == 0) break;
      }
      index = Math.addExact(index, distance);
      entry.accept(index, InvalidIdentifier.ofNumber(packed[at++]));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RefusedIdentifiers that && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return "RefusedIdentifiers[" + size + "]";
  }

  /** Packs refused identifiers as they come. Not safe for use by several threads. */
  public static final class Builder {
    private byte[] packed = new byte[64];
    private int length;
    private int last = -1;

    /** Adds one whose index is above all before it. */
    public void add(int index, InvalidIdentifier reason) {
      if (index <= last) throw new IllegalArgumentException("indexes ascend");
      if (packed.length - length < 6) packed = Arrays.copyOf(packed, 2 * packed.length);
      int distance = index - last;
      for (; distance > SEVEN_BITS; distance >>>= 7)
        packed[length++] = (byte) ((distance & SEVEN_BITS) | MORE);
      packed[length++] = (byte) distance;
      packed[length++] = reason.number();
      last = index;
    }

    /** All that were added. */
    public RefusedIdentifiers build() {
      return length == 0 ? NONE : new RefusedIdentifiers(Arrays.copyOf(packed, length));
    }
  }
}
