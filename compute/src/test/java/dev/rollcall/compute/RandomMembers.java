package dev.rollcall.compute;

import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.util.Random;
import java.util.stream.IntStream;

/** Sets grown at random: block by block nobody, everybody, few, many, neighbours, borders. */
final class RandomMembers {
  private static final int BLOCK = Members.BLOCK_USERS;

  private RandomMembers() {}

  static Members in(Random random, int blocks) {
    return Members.of(
        IntStream.range(0, blocks).flatMap(block -> block(random, block * BLOCK)).toArray());
  }

  private static IntStream block(Random random, int first) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> IntStream.empty();
      case 2 -> IntStream.range(first, first + BLOCK);
      case 3 -> random.ints(1 + random.nextInt(300), first, first + BLOCK);
      case 4 -> random.ints(random.nextInt(BLOCK), first, first + BLOCK);
      case 5 -> IntStream.of(first, first + BLOCK - 1);
      default ->
          random
              .ints(1 + random.nextInt(900), 0, BLOCK)
              .flatMap(
                  start -> IntStream.range(start, Math.min(start + 1 + random.nextInt(90), BLOCK)))
              .map(low -> first + low);
    };
  }

  /** The set after a change: some added or removed here or there, at the end, or all gone. */
  static Members changed(Random random, Members before, int blocks) {
    int[] some = random.ints(1 + random.nextInt(200), 0, blocks * BLOCK).toArray();
    int[] close =
        random.ints(1 + random.nextInt(200), (blocks - 1) * BLOCK, blocks * BLOCK).toArray();
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> plus(before, close);
      case 3 -> plus(before, some);
      case 4, 5 -> minus(before, some);
      case 6 -> before;
      default -> random.nextBoolean() ? Members.empty() : in(random, blocks);
    };
  }

  private static Members plus(Members before, int[] users) {
    return before.plus(users, 0, Ordinals.sortDistinct(users, users.length));
  }

  private static Members minus(Members before, int[] users) {
    return before.minus(users, 0, Ordinals.sortDistinct(users, users.length));
  }
}
