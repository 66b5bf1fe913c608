package dev.rollcall.identity;

import java.util.Arrays;

/**
 * Rows of an identity graph: each row the identifiers of one user, each identifier the one or two
 * keys it is known by.
 *
 * <p>Packed as one mark and one key an entry. A mark is the code of the type, plus {@link
 * #NEW_USER} on the first entry of a row and {@link #NEW_IDENTIFIER} on the first key of an
 * identifier.
 */
public final class IdentityRows {
  public static final int NEW_USER = 0x80;
  public static final int NEW_IDENTIFIER = 0x40;
  private static final int TYPE = 0x3f;

  private final byte[] marks;
  private final long[] packed;

  /**
   * Takes over both arrays.
   *
   * @param marks one for each key
   * @param packed two longs for each key
   */
  public IdentityRows(byte[] marks, long[] packed) {
    if (packed.length != 2 * marks.length)
      throw new IllegalArgumentException(packed.length + " longs for " + marks.length + " marks");
    if (marks.length > 0 && (marks[0] & (NEW_USER | NEW_IDENTIFIER)) != (NEW_USER | NEW_IDENTIFIER))
      throw new IllegalArgumentException("rows begin with a user and an identifier");
    for (byte mark : marks) IdentifierType.ofCode(mark & TYPE);
    this.marks = marks;
    this.packed = packed;
  }

  /** Keys in all rows. */
  public int size() {
    return marks.length;
  }

  public boolean startsUser(int i) {
    return (marks[i] & NEW_USER) != 0;
  }

  public boolean startsIdentifier(int i) {
    return (marks[i] & NEW_IDENTIFIER) != 0;
  }

  public IdentifierType type(int i) {
    return IdentifierType.ofCode(marks[i] & TYPE);
  }

  public long hi(int i) {
    return packed[2 * i];
  }

  public long lo(int i) {
    return packed[2 * i + 1];
  }

  /** The marks themselves; only to be read. */
  public byte[] marks() {
    return marks;
  }

  /** The keys themselves, high and low halves in turn; only to be read. */
  public long[] packed() {
    return packed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdentityRows that
        && Arrays.equals(marks, that.marks)
        && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(marks) + Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return "IdentityRows[" + marks.length + " keys]";
  }
}
