package dev.rollcall.identity;

/**
 * The fixed cells of a population: a power of two, never changed once users are in them.
 *
 * <p>All that is known of one user lies in one cell. Blocks of 65,536 ordinals are dealt to the
 * cells in turn, so the cell of an ordinal follows from its block, each cell grows as it needs, and
 * no block is shared by two cells.
 *
 * @param count 2 to 256: each has keys of one {@linkplain IdentifierKeys#half half} only
 */
public record Cells(int count) {
  private static final int BLOCK_BITS = 16;

  public Cells {
    if (count < 2 || count > 256 || Integer.bitCount(count) != 1)
      throw new IllegalArgumentException("cells are a power of two from 2 to 256, not " + count);
  }

  /** The cell a key falls into. Sealed keys are evenly spread, so cells are too. */
  public int ofKey(long hi) {
    return (int) (hi >>> 56) & (count - 1);
  }

  /** The cell an ordinal lies in. */
  public int ofOrdinal(int ordinal) {
    return (ordinal >>> BLOCK_BITS) & (count - 1);
  }

  /** The ordinal of the n-th place, from 0, of a cell. */
  public int ordinal(int cell, int place) {
    long block = (long) (place >>> BLOCK_BITS) * count + cell;
    long ordinal = (block << BLOCK_BITS) | (place & 0xffff);
    if (ordinal > Integer.MAX_VALUE)
      throw new IllegalStateException("a population holds at most 2,147,483,648 ordinals");
    return (int) ordinal;
  }
}
