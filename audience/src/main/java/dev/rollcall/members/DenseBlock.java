package dev.rollcall.members;

import static dev.rollcall.members.Members.BLOCK_USERS;
import static dev.rollcall.members.Members.BLOCK_WORDS;

import java.util.Arrays;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.BitmapContainer;
import org.roaringbitmap.Container;

/** A block of many members: a bit for each of its 65,536 users. */
final class DenseBlock implements Block {
  private static final DenseBlock FULL = full();
  private static final int HEADER_BYTES = 24 + 16;

  private final long[] words;
  private final Object owner;
  private int size;

  /** Keeps the array, which has {@code size} bits set, more than {@link #ARRAY_LIMIT}. */
  private DenseBlock(long[] words, int size, Object owner) {
    this.words = words;
    this.size = size;
    this.owner = owner;
  }

  private static DenseBlock full() {
    long[] words = new long[BLOCK_WORDS];
    Arrays.fill(words, -1L);
    return new DenseBlock(words, BLOCK_USERS, Members.NOBODY);
  }

  /** The block of these words, in the form their {@code size} bits call for; may keep the array. */
  static Block of(long[] words, int size) {
    return of(words, size, Members.NOBODY);
  }

  static Block of(long[] words, int size, Object owner) {
    if (size <= ARRAY_LIMIT) {
      return ArrayBlock.of(Words.members(words, 0, size), size);
    }
    return size == BLOCK_USERS ? FULL : new DenseBlock(words, size, owner);
  }

  /** The block of the 1,024 words from {@code at}, which are copied. */
  static Block copyOf(long[] words, int at) {
    int size = Words.count(words, at);
    if (size <= ARRAY_LIMIT) {
      return ArrayBlock.of(Words.members(words, at, size), size);
    }
    return size == BLOCK_USERS
        ? FULL
        : new DenseBlock(Arrays.copyOfRange(words, at, at + BLOCK_WORDS), size, Members.NOBODY);
  }

  @Override
  public void mark(int[] ordinals, int from, int to, long[] column) {
    long[] all = words;
    for (int i = from; i < to; i++) {
      int ordinal = ordinals[i];
      column[i >>> 6] |= (all[(char) ordinal >>> 6] >>> ordinal & 1) << i;
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean contains(int ordinal) {
    return Words.bit(words, (char) ordinal) == 1;
  }

  @Override
  public long touch(int ordinal) {
    return Words.bit(words, (char) ordinal);
  }

  @Override
  public Block plus(int[] sorted, int from, int to, Object owner) {
    int first = from;
    while (first < to && contains(sorted[first])) {
      first++;
    }
    if (first == to) {
      return this;
    }
    long[] changed = belongsTo(owner) ? words : words.clone();
    return changed(changed, size + Words.set(changed, sorted, first, to), owner);
  }

  @Override
  public Block minus(int[] sorted, int from, int to, Object owner) {
    int first = from;
    while (first < to && !contains(sorted[first])) {
      first++;
    }
    if (first == to) {
      return this;
    }
    long[] changed = belongsTo(owner) ? words : words.clone();
    return changed(changed, size - Words.clear(changed, sorted, first, to), owner);
  }

  @SuppressWarnings("ReferenceEquality") // an owner is nothing but itself
  private boolean belongsTo(Object someone) {
    return owner == someone && someone != Members.NOBODY;
  }

  @SuppressWarnings({"ArrayEquals", "ReferenceEquality"}) // whether it is the array of this block
  private Block changed(long[] now, int nowSize, Object owner) {
    if (now != words || nowSize <= ARRAY_LIMIT || nowSize == BLOCK_USERS) {
      return of(now, nowSize, owner);
    }
    size = nowSize;
    return this;
  }

  @Override
  public Block and(Block other) {
    if (other instanceof ArrayBlock) {
      return other.and(this);
    }
    int common = andSize(other);
    if (common == size) {
      return this;
    }
    if (common == other.size()) {
      return other;
    }
    long[] theirs = other.words();
    long[] result = new long[BLOCK_WORDS];
    for (int i = 0; i < BLOCK_WORDS; i++) {
      result[i] = words[i] & theirs[i];
    }
    return of(result, common);
  }

  @Override
  public Block or(Block other) {
    int common = andSize(other);
    if (common == other.size()) {
      return this;
    }
    if (common == size) {
      return other;
    }
    long[] theirs = other.words();
    long[] result = new long[BLOCK_WORDS];
    for (int i = 0; i < BLOCK_WORDS; i++) {
      result[i] = words[i] | theirs[i];
    }
    return of(result, size + other.size() - common);
  }

  @Override
  public Block andNot(Block other) {
    int common = andSize(other);
    if (common == 0) {
      return this;
    }
    long[] theirs = other.words();
    long[] result = new long[BLOCK_WORDS];
    for (int i = 0; i < BLOCK_WORDS; i++) {
      result[i] = words[i] & ~theirs[i];
    }
    return of(result, size - common);
  }

  @Override
  public int andSize(Block other) {
    return switch (other) {
      case ArrayBlock array -> array.andSize(this);
      case MappedBlock mapped -> andSize(mapped.plain());
      case DenseBlock dense -> Words.common(words, dense.words);
    };
  }

  @Override
  public long[] words() {
    return words;
  }

  @Override
  public void copyTo(long[] target, int at) {
    System.arraycopy(words, 0, target, at, BLOCK_WORDS);
  }

  @Override
  public char[] members() {
    return Words.members(words, 0, size);
  }

  @Override
  public Container container() {
    return size > PortableForm.ARRAY_LIMIT
        ? new BitmapContainer(words, size)
        : new ArrayContainer(Words.members(words, 0, size));
  }

  @Override
  public long heapBytes() {
    return size == BLOCK_USERS ? 0 : HEADER_BYTES + 8L * BLOCK_WORDS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseBlock dense
        && size == dense.size
        && Arrays.equals(words, dense.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }
}
