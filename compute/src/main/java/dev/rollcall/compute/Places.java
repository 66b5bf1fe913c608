package dev.rollcall.compute;

import dev.rollcall.audience.Population;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.members.MemberRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where users are looked for on lists: at their own ordinals, and where there is an identity graph
 * at their aliases' too.
 *
 * @param ordinals ascending when there is a graph, else as the users were given
 * @param owners for each ordinal its user's place; null when each user has one ordinal, in its own
 *     place
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once: nobody compares or keeps them
record Places(int users, int[] ordinals, int @Nullable [] owners) {
  static Places of(Population population, int[] users) {
    IdentityGraph graph = population.graph();
    if (!graph.imported()) return new Places(users.length, users, null);
    long[] places = new long[users.length];
    int count = 0;
    for (int i = 0; i < users.length; i++) {
      int[] ordinals = graph.ordinalsOf(users[i]);
      if (count + ordinals.length > places.length)
        places = Arrays.copyOf(places, 2 * (count + ordinals.length));
      for (int ordinal : ordinals) places[count++] = (long) ordinal << Integer.SIZE | i;
    }
    Arrays.sort(places, 0, count);
    int[] ordinals = new int[count];
    int[] owners = new int[count];
    for (int at = 0; at < count; at++) {
      ordinals[at] = (int) (places[at] >>> Integer.SIZE);
      owners[at] = (int) places[at];
    }
    return new Places(users.length, ordinals, owners);
  }

  /** The rows of users, from the rows of ordinals. */
  long[] rows(long[] found) {
    if (owners == null || owners.length == 0) return found;
    int words = found.length / owners.length;
    long[] rows = new long[users * words];
    for (int at = 0; at < found.length; at++)
      rows[owners[at / words] * words + at % words] |= found[at];
    return rows;
  }

  /** The columns of users, from the columns of ordinals. */
  long[][] columns(long[][] found) {
    if (owners == null) return found;
    long[][] columns = new long[found.length][MemberRows.words(users)];
    for (int i = 0; i < found.length; i++)
      for (int at = 0; at < found[i].length; at++)
        for (long rest = found[i][at]; rest != 0; rest &= rest - 1) {
          int owner = owners[at << 6 | Long.numberOfTrailingZeros(rest)];
          columns[i][owner >>> 6] |= 1L << owner;
        }
    return columns;
  }
}
