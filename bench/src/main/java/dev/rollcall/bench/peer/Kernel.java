package dev.rollcall.bench.peer;

import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import dev.rollcall.compute.AudienceProgram;
import dev.rollcall.members.Members;
import java.util.List;

/** The lists as Rollcall's engine holds them, and its compiled programs over them. */
final class Kernel {
  private final Members[] lists = new Members[Work.LISTS];

  void put(int list, int[] users) {
    lists[list] = Members.of(users);
  }

  long count(Work.Audience of) {
    int[] used = {of.a(), of.b(), of.c(), of.d(), of.e()};
    AudienceProgram program = AudienceProgram.compile(algebra(), slot -> (int) slot);
    long[][] slots = new long[used.length][Members.BLOCK_WORDS];
    long[][] scratch = new long[program.depth()][Members.BLOCK_WORDS];
    int blocks = 0;
    for (int list : used) blocks = Math.max(blocks, lists[list].blockLimit());
    long users = 0;
    for (int block = 0; block < blocks; block++) {
      for (int slot = 0; slot < used.length; slot++)
        lists[used[slot]].copyBlock(block, slots[slot], 0);
      program.evaluate(slots, scratch);
      for (long word : scratch[0]) users += Long.bitCount(word);
    }
    return users;
  }

  private static Or algebra() {
    return new Or(
        List.of(
            new And(List.of(new InSegment(0), new InSegment(1), new Not(new InSegment(2)))),
            new And(List.of(new InSegment(3), new InSegment(4)))));
  }
}
