package dev.rollcall.compute.explain;

import dev.rollcall.audience.Population;
import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.members.MemberRows;
import java.util.HashSet;
import java.util.Set;

/**
 * A shopper as the live population has them between two records.
 *
 * @param position the last record that is part of it
 * @param user {@link IdentityGraph#NOBODY} when nobody has the identifier
 * @param heardOf whether the identifier has an ordinal, as a list or the graph had it
 * @param ordinals at which the shopper's identifiers stand
 * @param segments those the shopper is in
 */
@SuppressWarnings("ArrayRecordComponent") // read by one class, never compared
record LiveShopper(long position, int user, boolean heardOf, int[] ordinals, Set<Long> segments) {
  static LiveShopper unknown(long position) {
    return new LiveShopper(position, IdentityGraph.NOBODY, false, new int[0], Set.of());
  }

  static LiveShopper of(Population population, Identifier subject, Set<Long> segmentIds) {
    Long[] ids = segmentIds.toArray(Long[]::new);
    return population.betweenRecords(() -> {
      int ordinal = population.graph().dictionary().find(subject.hi(), subject.lo());
      int user = population.graph().userOf(ordinal);
      int[] ordinals =
          user == IdentityGraph.NOBODY ? new int[0] : population.graph().ordinalsOf(user);
      MemberRows lists = population.identifiersOn(ids);
      Set<Long> segments = new HashSet<>();
      for (int at : ordinals) {
        long[] row = lists.of(at);
        for (int i = 0; i < ids.length; i++)
          if ((row[i / Long.SIZE] >>> i & 1) == 1) segments.add(ids[i]);
      }
      return new LiveShopper(
          population.position(), user, ordinal != Dictionary.ABSENT, ordinals, segments);
    });
  }

  boolean known() {
    return user != IdentityGraph.NOBODY;
  }

  boolean inSegment(long segmentId) {
    return segments.contains(segmentId);
  }
}
