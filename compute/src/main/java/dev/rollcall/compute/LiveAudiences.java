package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.Population;
import dev.rollcall.members.MemberRows;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.List;

/** A retailer's audiences, compiled to be asked of the live population. */
final class LiveAudiences implements ServedAudiences {
  private final List<Long> ids;
  private final List<Long> accountIds;
  private final Long[] segmentIds;
  private final AudienceProgram[] programs;
  private final int depth;
  private final Candidates candidates;

  /** Let go of when memory is short: it may be the only one to hold blocks that lists had once. */
  private volatile SoftReference<Lists> known = new SoftReference<>(null);

  /** What is on the segments' lists until a population changes once more. */
  private record Lists(Population population, long changes, MemberRows identifiers) {}

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
    depth = Arrays.stream(programs).mapToInt(AudienceProgram::depth).max().orElse(0);
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
    Places places = Places.of(population, users);
    return users.length < MemberRows.MANY
        ? oneByOne(population, places)
        : together(population, places);
  }

  /** The segments' lists, gathered anew only when something changed. */
  private MemberRows lists(Population population) {
    long changes = population.changes();
    Lists ready = known.get();
    if (ready == null || ready.population() != population || ready.changes() != changes) {
      ready = new Lists(population, changes, population.identifiersOn(segmentIds));
      known = new SoftReference<>(ready);
    }
    return ready.identifiers();
  }

  private long[] oneByOne(Population population, Places places) {
    long[] segments = places.rows(lists(population).of(places.ordinals()));
    int words = MemberRows.words(segmentIds.length);
    int audienceWords = MemberRows.words(programs.length);
    long[] audiences = new long[places.users() * audienceWords];
    for (int i = 0; i < places.users(); i++) {
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

  /** Runs each program on all users, 64 in a word, as computations run them on a block. */
  private long[] together(Population population, Places places) {
    long[][] segments = places.columns(lists(population).columns(places.ordinals()));
    int words = MemberRows.words(places.users());
    long[][] scratch = new long[depth][words];
    int audienceWords = MemberRows.words(programs.length);
    long[] audiences = new long[places.users() * audienceWords];
    for (int i = 0; i < programs.length; i++) {
      MemberRows.add(programs[i].find(segments, scratch, words), audiences, audienceWords, i);
    }
    return audiences;
  }
}
