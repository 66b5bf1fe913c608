package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.Population;
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
  public void add(Population population, int user, long[] audienceBits) {
    long[] row = row(population, user);
    long[] worthAsking = candidates.of(row);
    for (int at = 0; at < worthAsking.length; at++) {
      for (long rest = worthAsking[at]; rest != 0; rest &= rest - 1) {
        int audience = at << 6 | Long.numberOfTrailingZeros(rest);
        if (programs[audience].test(row)) {
          audienceBits[at] |= 1L << audience;
        }
      }
    }
  }

  /** A bit for each segment: whether the user is in it. */
  private long[] row(Population population, int user) {
    long[] row = new long[(segmentIds.length + 63) / 64];
    population.addLists(segmentIds, population.graph().ordinalsOf(user), row);
    return row;
  }
}
