package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import java.util.function.IntConsumer;
import java.util.function.LongToIntFunction;

/**
 * An audience's algebra compiled for one numbering of segments: each segment it names has a slot.
 *
 * <p>One program has two forms. {@link #test} asks about one user and leaves as soon as the answer
 * is known; {@link #evaluate} works on whole blocks of users. Neither needs to know who the users
 * are: the algebra is bounded, so the complement a {@code not} stands for is never spelled out,
 * only taken from something else. That is what makes both answer alike, and what keeps out
 * everybody who is in no segment.
 */
public final class AudienceProgram {
  private final Decision decision;
  private final SetProgram sets;

  private AudienceProgram(Decision decision, SetProgram sets) {
    this.decision = decision;
    this.sets = sets;
  }

  /**
   * Compiles an audience's algebra.
   *
   * @param slotOf the slot of each segment it names, from 0
   * @throws IllegalArgumentException when the algebra is not bounded
   */
  public static AudienceProgram compile(AlgebraNode algebra, LongToIntFunction slotOf) {
    if (!algebra.bounded()) {
      throw new IllegalArgumentException("an audience is limited by its segments");
    }
    return new AudienceProgram(
        Decision.compile(algebra, slotOf), SetProgram.compile(algebra, slotOf));
  }

  /**
   * Whether a user is in the audience; nobody who is in no segment ever is.
   *
   * @param row a bit for each slot: whether the user is in its segment
   */
  public boolean test(long[] row) {
    return decision.test(row);
  }

  /** Blocks of scratch that {@link #evaluate} needs: no more than groups inside groups. */
  public int depth() {
    return sets.depth();
  }

  /**
   * Fills the first block of scratch with those users of a block who are in the audience.
   *
   * @param slots for each slot its segment's users, {@value
   *     dev.rollcall.members.Members#BLOCK_WORDS} words; only read
   * @param scratch at least {@link #depth} blocks of as many words
   */
  public void evaluate(long[][] slots, long[][] scratch) {
    sets.evaluate(slots, scratch);
  }

  /**
   * Those users of a block who are in the audience, as {@link #evaluate} finds them; without
   * copying them when they are those of a slot. Only to be read, and before the next call.
   */
  long[] find(long[][] slots, long[][] scratch) {
    int only = sets.onlySlot();
    if (only >= 0) {
      return slots[only];
    }
    sets.evaluate(slots, scratch);
    return scratch[0];
  }

  /** Whom {@link #find} finds where slots and scratch have so many words, fewer than a block. */
  long[] find(long[][] slots, long[][] scratch, int words) {
    int only = sets.onlySlot();
    if (only >= 0) {
      return slots[only];
    }
    sets.evaluate(slots, scratch, words);
    return scratch[0];
  }

  /**
   * Whether the audience can have users where only some segments have any; when it cannot, there is
   * nothing to evaluate.
   *
   * @param present a bit for each slot: whether its segment has users there
   */
  public boolean possible(long[] present) {
    return sets.possible(present);
  }

  /** Calls the consumer with each slot the program reads, repeats included. */
  void forEachSlot(IntConsumer consumer) {
    decision.forEachSlot(consumer);
  }
}
