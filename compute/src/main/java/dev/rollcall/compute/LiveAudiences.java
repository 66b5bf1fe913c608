package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.Population;
import dev.rollcall.members.MemberRows;
import java.util.Arrays;
import java.util.List;

/** A retailer's audiences, compiled to be asked of the live population. */
final class LiveAudiences implements ServedAudiences {
  private final List<Long> ids;
  private final List<Long> accountIds;
  private final Long[] segmentIds;
  private final AudienceProgram[] programs;
  private final Candidates candidates;

  /**
   * Compiles audiences.
   *
   * @param audiences by ascending id
   */
  LiveAudiences(List<Audience> audiences) {
    ids = audiences.stream().map(Audience::id).toList();
    accountIds = audiences.stream().map(Audience::accountId).toList();
    List<AlgebraNode> algebras = audiences.stream().map(Audience::algebra).toList();
    segmentIds =
        algebras.stream()
            .flatMap(algebra -> algebra.segmentIds().stream())
            .sorted()
            .distinct()
            .toArray(Long[]::new);
    programs =
        algebras.stream()
            .map(algebra -> AudienceProgram.compile(algebra, this::slotOf))
            .toArray(AudienceProgram[]::new);
    candidates = new Candidates(algebras, segmentIds.length, this::slotOf);
  }

  private int slotOf(long segmentId) {
    return Arrays.binarySearch(segmentIds, segmentId);
  }

  @Override
  public List<Long> ids() {
    return ids;
  }

  @Override
  public List<Long> accountIds() {
    return accountIds;
  }

  @Override
  public long[] rows(Population population, int[] users) {
    int words = MemberRows.words(segmentIds.length);
    int audienceWords = MemberRows.words(programs.length);
    long[] segments = segments(population, users, words);
    long[] audiences = new long[users.length * audienceWords];
    for (int i = 0; i < users.length; i++) {
      long[] row = Arrays.copyOfRange(segments, i * words, (i + 1) * words);
      decide(row, audiences, i * audienceWords);
    }
    return audiences;
  }

  /** Sets the bits, from word {@code start}, of the audiences of a user in these segments. */
  private void decide(long[] row, long[] audiences, int start) {
    long[] worthAsking = candidates.of(row);
    for (int at = 0; at < worthAsking.length; at++) {
      for (long rest = worthAsking[at]; rest != 0; rest &= rest - 1) {
        int audience = at << 6 | Long.numberOfTrailingZeros(rest);
        if (programs[audience].test(row)) {
          audiences[start + at] |= 1L << audience;
        }
      }
    }
  }

  /** For each user a row with a bit for each segment: whether the user is in it. */
  private long[] segments(Population population, int[] users, int words) {
    if (!population.graph().imported()) return population.whichList(segmentIds, users);
    // A user is where their own ordinal is, or an alias of theirs.
    long[] places = new long[users.length];
    int count = 0;
    for (int i = 0; i < users.length; i++) {
      int[] ordinals = population.graph().ordinalsOf(users[i]);
      if (count + ordinals.length > places.length)
        places = Arrays.copyOf(places, 2 * (count + ordinals.length));
      for (int ordinal : ordinals) places[count++] = (long) ordinal << Integer.SIZE | i;
    }
    Arrays.sort(places, 0, count);
    int[] ordinals = new int[count];
    for (int at = 0; at < count; at++) ordinals[at] = (int) (places[at] >>> Integer.SIZE);
    long[] found = population.whichList(segmentIds, ordinals);
    long[] rows = new long[users.length * words];
    for (int at = 0; at < count; at++) {
      int user = (int) places[at];
      for (int word = 0; word < words; word++)
        rows[user * words + word] |= found[at * words + word];
    }
    return rows;
  }
}
