package dev.rollcall.identity;

import dev.rollcall.members.Members;
import java.util.Arrays;

/**
 * A growing bit set over ordinals, with one writer; readers beside it see a bit at the latest when
 * the writer's work is acknowledged.
 */
final class OrdinalBits {
  private volatile long[] words = new long[Members.BLOCK_WORDS];

  boolean contains(int ordinal) {
    long[] now = words;
    int word = ordinal >>> 6;
    return word < now.length && (now[word] & 1L << ordinal) != 0;
  }

  /** Adds the ordinal; whether it was new. */
  boolean add(int ordinal) {
    int word = ordinal >>> 6;
    if (word >= words.length) {
      int blocks =
          Math.max(word / Members.BLOCK_WORDS + 1, words.length / Members.BLOCK_WORDS * 5 / 4);
      words = Arrays.copyOf(words, blocks * Members.BLOCK_WORDS);
    }
    long[] now = words;
    long before = now[word];
    now[word] = before | 1L << ordinal;
    return now[word] != before;
  }

  Members toMembers() {
    Members.Builder builder = Members.builder();
    long[] now = words;
    for (int at = 0; at < now.length; at += Members.BLOCK_WORDS)
      builder.addBlock(at / Members.BLOCK_WORDS, now, at);
    return builder.build();
  }

  static OrdinalBits of(Members members) {
    OrdinalBits bits = new OrdinalBits();
    bits.words = new long[Math.max(1, members.blockLimit()) * Members.BLOCK_WORDS];
    for (int block = 0; block < members.blockLimit(); block++)
      members.copyBlock(block, bits.words, block * Members.BLOCK_WORDS);
    return bits;
  }
}
