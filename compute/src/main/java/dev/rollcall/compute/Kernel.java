package dev.rollcall.compute;

import static dev.rollcall.members.Members.BLOCK_WORDS;

import dev.rollcall.members.Members;
import java.util.Arrays;
import java.util.List;

/**
 * Runs audiences' programs over one block of users after the other. Each segment is decoded once a
 * block, into scratch that the next block uses again, so one kernel is for one thread. It knows
 * neither threads nor files: what runs it decides where.
 */
public final class Kernel {
  /** Takes what the programs find. */
  @FunctionalInterface
  public interface Results {
    /**
     * Some program's users in the block; not called where it has none.
     *
     * @param words {@value Members#BLOCK_WORDS} words, valid during the call only
     */
    void block(int program, int block, long[] words);
  }

  private static final long[] NOBODY = new long[BLOCK_WORDS];

  private final AudienceProgram[] programs;
  private final int[] used;
  private final long[][] decoded;
  private final long[][] slots;
  private final long[][] scratch;
  private final long[] present;

  /** A kernel for programs over the same numbering of segments. */
  public Kernel(List<AudienceProgram> programs) {
    this.programs = programs.toArray(AudienceProgram[]::new);
    this.used = usedSlots(programs);
    int slotCount = used.length == 0 ? 0 : used[used.length - 1] + 1;
    int depth = programs.stream().mapToInt(AudienceProgram::depth).max().orElse(0);
    this.decoded = new long[used.length][BLOCK_WORDS];
    this.slots = new long[slotCount][];
    this.scratch = new long[depth][BLOCK_WORDS];
    this.present = new long[(slotCount + 63) / 64];
  }

  private static int[] usedSlots(List<AudienceProgram> programs) {
    return programs.stream()
        .mapMultiToInt((AudienceProgram program, java.util.function.IntConsumer slots) ->
            program.forEachSlot(slots))
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * Runs every program over one block.
   *
   * @param segments each slot's segment, as its users
   */
  public void run(int block, List<Members> segments, Results results) {
    if (!decode(block, segments)) {
      return;
    }
    for (int program = 0; program < programs.length; program++) {
      if (!programs[program].possible(present)) {
        continue;
      }
      programs[program].evaluate(slots, scratch);
      if (any(scratch[0])) {
        results.block(program, block, scratch[0]);
      }
    }
  }

  /** Decodes the block of each segment; whether any has users in it. */
  private boolean decode(int block, List<Members> segments) {
    Arrays.fill(present, 0);
    boolean any = false;
    for (int i = 0; i < used.length; i++) {
      int slot = used[i];
      Members users = segments.get(slot);
      slots[slot] = NOBODY;
      if (users.blockSize(block) > 0) {
        users.copyBlock(block, decoded[i], 0);
        slots[slot] = decoded[i];
        present[slot >>> 6] |= 1L << slot;
        any = true;
      }
    }
    return any;
  }

  private static boolean any(long[] words) {
    for (long word : words) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }
}
