package dev.rollcall.compute;

import static dev.rollcall.members.Members.BLOCK_WORDS;

import dev.rollcall.identity.Panel;
import dev.rollcall.members.Members;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts users of sets, one block of users after the other. It is for one thread, which gives way
 * to others, and looks whether anybody still wants to know, after every block.
 */
final class Census {
  private static final long[] NOBODY = new long[BLOCK_WORDS];

  private final List<Members> slots;
  private final Kernel kernel;
  private final @Nullable Reached reached;
  private final @Nullable Panel panel;
  private final BooleanSupplier obsolete;
  private final int blocks;
  private final long[] reach = new long[BLOCK_WORDS];
  private final long[] chosen = new long[BLOCK_WORDS];

  /** Whom a channel reaches: users, or all of some slots', where an identifier is the user. */
  sealed interface Reached {
    /** Of all users these. */
    record Users(Members users) implements Reached {}

    /** Those of slots whose bit is set. */
    record Slots(BitSet reached) implements Reached {}
  }

  /**
   * Prepares to count.
   *
   * @param slots each slot's users
   * @param reached who counts; null for everybody
   * @param panel whose users are counted too; null when nobody asks for them
   * @param obsolete whether the counts are not wanted any more
   */
  Census(
      List<Members> slots,
      List<AudienceProgram> programs,
      @Nullable Reached reached,
      @Nullable Panel panel,
      BooleanSupplier obsolete) {
    this.slots = slots;
    this.kernel = new Kernel(programs);
    this.reached = reached;
    this.panel = panel;
    this.obsolete = obsolete;
    this.blocks = slots.stream().mapToInt(Members::blockLimit).max().orElse(0);
  }

  /** What is done with the users of all sets in one block. */
  private interface Counter {
    /** Counts users, each set's as a block of words. */
    void count(int block, long[][] found);
  }

  /**
   * The users of each set.
   *
   * @throws CancellationException when nobody wants to know
   */
  Tally[] each(int sets) {
    Tally[] tallies = new Tally[sets];
    Arrays.fill(tallies, Tally.NONE);
    run(
        sets,
        (block, found) -> {
          for (int set = 0; set < sets; set++) {
            tallies[set] = tallies[set].plus(tally(block, found[set]));
          }
        });
    return tallies;
  }

  @SuppressWarnings("ReferenceEquality") // the sentinel itself
  private Tally tally(int block, long[] words) {
    if (words == NOBODY) {
      return Tally.NONE;
    }
    long users = 0;
    long onPanel = 0;
    long marks = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      users += Long.bitCount(words[i]);
      for (long rest = words[i] & chosen[i]; panel != null && rest != 0; rest &= rest - 1) {
        onPanel++;
        marks += panel.mark(user(block, i, rest));
      }
    }
    return new Tally(users, onPanel, marks);
  }

  private static int user(int block, int word, long rest) {
    return (block * BLOCK_WORDS + word) * Long.SIZE + Long.numberOfTrailingZeros(rest);
  }

  /**
   * The users of each exclusive intersection: at the place whose bits say which sets they are in.
   *
   * @param sets at most {@value Overlap#MAX_SETS}
   * @throws CancellationException when nobody wants to know
   */
  Tally[] exclusive(int sets) {
    long[] users = new long[1 << sets];
    long[] onPanel = new long[1 << sets];
    long[] marks = new long[1 << sets];
    run(
        sets,
        (block, found) -> {
          for (int i = 0; i < BLOCK_WORDS; i++) {
            for (long rest = any(found, i); rest != 0; rest &= rest - 1) {
              int in = which(found, i, Long.numberOfTrailingZeros(rest));
              users[in]++;
              if (panel != null && (chosen[i] & rest & -rest) != 0) {
                onPanel[in]++;
                marks[in] += panel.mark(user(block, i, rest));
              }
            }
          }
        });
    Tally[] tallies = new Tally[1 << sets];
    Arrays.setAll(tallies, in -> new Tally(users[in], onPanel[in], marks[in]));
    return tallies;
  }

  private static long any(long[][] found, int word) {
    long any = 0;
    for (long[] words : found) {
      any |= words[word];
    }
    return any;
  }

  private static int which(long[][] found, int word, int bit) {
    int in = 0;
    for (int set = 0; set < found.length; set++) {
      in |= (int) (found[set][word] >>> bit & 1) << set;
    }
    return in;
  }

  @SuppressWarnings("ThreadPriorityCheck") // only a courtesy to others: nothing relies on it
  private void run(int sets, Counter counter) {
    long[][] copies = new long[sets][BLOCK_WORDS];
    long[][] found = new long[sets][];
    for (int block = 0; block < blocks; block++) {
      Latest.goOn(obsolete);
      if (find(block, sets, copies, found)) {
        if (panel != null) {
          panel.copyBlock(block, chosen);
        }
        counter.count(block, found);
      }
      Thread.yield();
    }
  }

  /** Fills in who is found in a block, of those who count; whether anybody is. */
  private boolean find(int block, int sets, long[][] copies, long[][] found) {
    kernel.begin();
    boolean any = false;
    for (int set = 0; set < sets; set++) {
      long[] words = kernel.find(set, block, slots);
      found[set] = words == null ? NOBODY : counted(set, block, words, copies[set]);
      any |= words != null;
    }
    return any;
  }

  /** Those of the words who count, as a copy. */
  private long[] counted(int set, int block, long[] words, long[] copy) {
    switch (reached) {
      case null -> System.arraycopy(words, 0, copy, 0, BLOCK_WORDS);
      case Reached.Users(Members users) -> {
        users.copyBlock(block, reach, 0);
        and(words, reach, copy);
      }
      case Reached.Slots(BitSet reaching) -> {
        Arrays.fill(reach, 0);
        for (int slot : kernel.reads(set)) {
          if (reaching.get(slot)) {
            long[] users = kernel.users(slot);
            for (int i = 0; i < BLOCK_WORDS; i++) {
              reach[i] |= users[i];
            }
          }
        }
        and(words, reach, copy);
      }
    }
    return copy;
  }

  private static void and(long[] one, long[] other, long[] target) {
    for (int i = 0; i < BLOCK_WORDS; i++) {
      target[i] = one[i] & other[i];
    }
  }
}
