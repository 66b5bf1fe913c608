package dev.rollcall.members;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Blocks as bytes in Roaring's portable format. Written by the library, over the blocks' own
 * arrays, so that the bytes are the library's in every detail. Read by hand: the library trusts
 * what it reads, while files and uploads can be damaged or hostile.
 */
final class PortableForm {
  static final int COOKIE_WITH_RUNS = 12_347;
  static final int COOKIE_WITHOUT_RUNS = 12_346;
  static final int OFFSETS_FROM_BLOCKS = 4;
  private static final int BLOCKS_LIMIT = (Integer.MAX_VALUE >>> 16) + 1;

  /** Most members of a block written as an array: above, two bytes each are more than all bits. */
  static final int ARRAY_LIMIT = 4_096;

  private PortableForm() {}

  /**
   * The canonical bytes: no runs to begin with, as a block has none, then runs wherever they are
   * smaller. Which form a block gets so depends on its members alone.
   */
  static byte[] write(Block[] blocks) {
    RoaringBitmap bitmap = new RoaringBitmap();
    for (int block = 0; block < blocks.length; block++) {
      if (blocks[block].size() > 0) {
        bitmap.append((char) block, blocks[block].container());
      }
    }
    bitmap.runOptimize();
    byte[] bytes = new byte[bitmap.serializedSizeInBytes()];
    bitmap.serialize(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  static String contentId(ByteBuffer canonicalBytes) {
    return contentId(List.of(canonicalBytes));
  }

  static String contentId(List<ByteBuffer> canonicalBytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      canonicalBytes.forEach(part -> sha256.update(part.duplicate()));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The bytes of a block of so many members that begins at an offset of little-endian bytes. */
  static int lengthOf(int size, boolean runs, ByteBuffer bytes, int offset) {
    return runs
        ? 2 + 4 * bytes.getChar(offset)
        : size <= ARRAY_LIMIT ? 2 * size : 8 * Members.BLOCK_WORDS;
  }

  /** How a block of this size is read; it leaves the position behind the block. */
  private interface BlockReader {
    Block read(ByteBuffer in, int size, boolean runs);
  }

  /** The set of these bytes, canonical or not. */
  static Members read(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes), PortableForm::block);
  }

  /** The set that lies in these bytes, whose blocks are read when they are asked for. */
  static Members map(ByteBuffer bytes) {
    return read(bytes.slice(), MappedBlock::at);
  }

  private static Members read(ByteBuffer bytes, BlockReader blocks) {
    try {
      ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
      Members members = readAll(in, blocks);
      check(!in.hasRemaining(), "bytes follow its end");
      return members;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a set of members: it ends too early", e);
    }
  }

  private static Members readAll(ByteBuffer in, BlockReader blocks) {
    int cookie = in.getInt();
    boolean runs = (char) cookie == COOKIE_WITH_RUNS;
    check(runs || cookie == COOKIE_WITHOUT_RUNS, "unknown cookie");
    int count = runs ? (cookie >>> 16) + 1 : in.getInt();
    check(count >= 0 && count <= BLOCKS_LIMIT, "too many blocks");
    byte[] runFlags = new byte[runs ? (count + 7) / 8 : 0];
    in.get(runFlags);
    char[] header = new char[2 * count];
    in.asCharBuffer().get(header);
    boolean hasOffsets = !runs || count >= OFFSETS_FROM_BLOCKS;
    int[] offsets = new int[hasOffsets ? count : 0];
    skip(in, 4 * count);
    in.asIntBuffer().get(offsets);
    skip(in, 4 * offsets.length);

    Members.Builder members = Members.builder();
    for (int i = 0; i < count; i++) {
      check(!hasOffsets || offsets[i] == in.position(), "a block is not where it should be");
      char key = header[2 * i];
      check(key < BLOCKS_LIMIT && (i == 0 || key > header[2 * i - 2]), "blocks out of order");
      int size = header[2 * i + 1] + 1;
      boolean run = runs && (runFlags[i / 8] >>> (i % 8) & 1) != 0;
      members.add(key, blocks.read(in, size, run));
    }
    return members.build();
  }

  /** The block at the position of the bytes, checked and copied. */
  static Block block(ByteBuffer in, int size, boolean runs) {
    return runs ? runs(in, size) : size <= ARRAY_LIMIT ? array(in, size) : dense(in, size);
  }

  private static Block runs(ByteBuffer in, int size) {
    long[] words = new long[Members.BLOCK_WORDS];
    int count = in.getChar();
    int last = -1;
    int found = 0;
    for (int i = 0; i < count; i++) {
      int start = in.getChar();
      int length = in.getChar() + 1;
      check(start > last && start + length <= Members.BLOCK_USERS, "runs out of order");
      last = start + length - 1;
      found += length;
      Words.setRange(words, start, last);
    }
    check(found == size, "a block of another size");
    return DenseBlock.of(words, size);
  }

  private static Block array(ByteBuffer in, int size) {
    char[] members = new char[size];
    in.asCharBuffer().get(members);
    skip(in, 2 * size);
    for (int i = 1; i < size; i++) {
      check(members[i - 1] < members[i], "members out of order");
    }
    if (size <= Block.ARRAY_LIMIT) {
      return ArrayBlock.of(members, size);
    }
    long[] words = new long[Members.BLOCK_WORDS];
    Words.set(words, members);
    return DenseBlock.of(words, size);
  }

  private static Block dense(ByteBuffer in, int size) {
    long[] words = new long[Members.BLOCK_WORDS];
    in.asLongBuffer().get(words);
    skip(in, 8 * words.length);
    check(Words.count(words, 0) == size, "a block of another size");
    return DenseBlock.of(words, size);
  }

  static void skip(ByteBuffer in, int bytes) {
    if (in.remaining() < bytes) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + bytes);
  }

  static void check(boolean sound, String fault) {
    if (!sound) {
      throw new IllegalArgumentException("not a set of members: " + fault);
    }
  }
}
