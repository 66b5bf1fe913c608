package dev.rollcall.identity;

import dev.rollcall.members.Members;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which users of a graph each channel reaches: those with a key of a type that serves it. Keys are
 * counted, a byte a user, because one may go over to another user. Only the graph's writer uses it:
 * amendments of lists cost nothing here.
 */
final class Reach {
  private static final int BITS = 4;

  /** A count this large stands among {@link #many}. */
  private static final int MANY = (1 << BITS) - 1;

  /** By user, the keys of each channel in four bits. */
  private byte[] few;

  /** One past the last user who ever had a key. */
  private int limit;

  /** By user and channel, counts of {@value #MANY} keys and more. */
  private final Map<Long, Integer> many = new HashMap<>();

  /** As {@link #few} and {@link #toLarge} gave them. */
  Reach(byte[] few, int[] large) {
    this.few = few.clone();
    this.limit = few.length;
    for (int i = 0; i < large.length; i += 3) many.put(at(large[i], large[i + 1]), large[i + 2]);
  }

  /** One key more of the user's serves the channel. */
  void gained(int user, Channel channel) {
    if (user >= few.length) few = Arrays.copyOf(few, Math.max(user + 1, few.length / 4 * 5));
    limit = Math.max(limit, user + 1);
    set(user, channel, count(user, channel) + 1);
  }

  /** A key that served the channel is another user's now. */
  void lost(int user, Channel channel) {
    set(user, channel, count(user, channel) - 1);
  }

  private int count(int user, Channel channel) {
    int count = few[user] >>> shift(channel) & MANY;
    return count < MANY ? count : many.getOrDefault(at(user, channel.code()), MANY);
  }

  private void set(int user, Channel channel, int count) {
    long at = at(user, channel.code());
    if (count >= MANY) many.put(at, count);
    else many.remove(at);
    int others = few[user] & ~(MANY << shift(channel));
    few[user] = (byte) (others | Math.min(count, MANY) << shift(channel));
  }

  private static int shift(Channel channel) {
    return BITS * channel.code();
  }

  private static long at(int user, int channel) {
    return (long) user << 1 | channel;
  }

  /** The users the channel reaches. */
  Members users(Channel channel) {
    Members.Builder users = Members.builder();
    int keys = MANY << shift(channel);
    long[] words = new long[Members.BLOCK_WORDS];
    for (int from = 0; from < limit; from += Members.BLOCK_USERS) {
      for (int word = 0; word < words.length; word++)
        words[word] = reached(from + Long.SIZE * word, keys);
      users.addBlock(from / Members.BLOCK_USERS, words, 0);
    }
    return users.build();
  }

  /** A bit for each of 64 users from this one on: whether it has any of the keys. */
  private long reached(int from, int keys) {
    long word = 0;
    int to = Math.min(limit, from + Long.SIZE);
    for (int user = from; user < to; user++) word |= ((few[user] & keys) == 0 ? 0L : 1L) << user;
    return word;
  }

  /** The small counts, a copy. */
  byte[] few() {
    return Arrays.copyOf(few, limit);
  }

  /** The large counts: user, channel and count in turn. */
  int[] toLarge() {
    return many.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMapToInt(
            e -> IntStream.of((int) (e.getKey() >>> 1), (int) (e.getKey() & 1), e.getValue()))
        .toArray();
  }
}
