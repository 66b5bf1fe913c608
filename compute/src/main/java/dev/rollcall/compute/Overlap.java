package dev.rollcall.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * How sets overlap.
 *
 * @param sets each set's id and size, in the order asked
 * @param pairs how many users every two sets have in common
 * @param intersections the users in these sets and in no other of those asked; only where there are
 *     any, and enough to be told
 */
public record Overlap(List<Part> sets, List<Part> pairs, List<Part> intersections) {
  /** Sets that are compared at once, at most. */
  public static final int MAX_SETS = 10;

  /**
   * Users, by the sets they are in.
   *
   * @param ids the sets' ids
   */
  public record Part(List<Long> ids, Size size) {
    public Part {
      ids = List.copyOf(ids);
    }
  }

  /** Turns a tally into what is told of it. */
  interface Telling {
    Size tell(Tally tally);
  }

  /**
   * Adds up the exclusive intersections.
   *
   * @param exclusive at the place whose bits say which of the sets its users are in
   */
  static Overlap of(List<Long> ids, Tally[] exclusive, Telling telling) {
    List<Part> sets = new ArrayList<>();
    List<Part> pairs = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      sets.add(part(ids, 1 << i, sum(exclusive, 1 << i), telling));
      for (int j = i + 1; j < ids.size(); j++) {
        int both = 1 << i | 1 << j;
        pairs.add(part(ids, both, sum(exclusive, both), telling));
      }
    }
    List<Part> intersections = new ArrayList<>();
    for (int in = 1; in < exclusive.length; in++) {
      Part part = part(ids, in, exclusive[in], telling);
      if (part.size().told() && part.size().users().orElse(1) > 0) intersections.add(part);
    }
    return new Overlap(sets, pairs, intersections);
  }

  private static Tally sum(Tally[] exclusive, int all) {
    Tally sum = Tally.NONE;
    for (int in = 1; in < exclusive.length; in++)
      if ((in & all) == all) sum = sum.plus(exclusive[in]);
    return sum;
  }

  private static Part part(List<Long> ids, int in, Tally tally, Telling telling) {
    List<Long> members = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) if ((in >>> i & 1) != 0) members.add(ids.get(i));
    return new Part(members, telling.tell(tally));
  }
}
