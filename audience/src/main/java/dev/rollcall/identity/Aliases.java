package dev.rollcall.identity;

import dev.rollcall.members.Members;
import java.util.Arrays;

/**
 * The ordinals of users' further identifiers: a user's own ordinal stands for the first identifier
 * of each type, an alias for each one more. One writer, any number of readers; an alias keeps its
 * owner for ever.
 */
final class Aliases {
  private final OrdinalMap owner = new OrdinalMap();
  private final OrdinalMap next = new OrdinalMap();
  private final OrdinalBits all = new OrdinalBits();

  /** Alias and owner in turn, in the order they were added. */
  private int[] pairs = new int[0];

  private int size;

  /** The user the alias belongs to, or {@link OrdinalMap#ABSENT} when it is none. */
  int owner(int alias) {
    return owner.get(alias);
  }

  void add(int user, int alias) {
    owner.put(alias, user);
    all.add(alias);
    int first = next.get(user);
    if (first != OrdinalMap.ABSENT) next.put(alias, first);
    next.put(user, alias);
    if (size == pairs.length) pairs = Arrays.copyOf(pairs, Math.max(32, 2 * size));
    pairs[size++] = alias;
    pairs[size++] = user;
  }

  /** The user's own ordinal and all its aliases. */
  int[] ordinalsOf(int user) {
    int[] ordinals = {user};
    int count = 1;
    for (int alias = next.get(user); alias != OrdinalMap.ABSENT; alias = next.get(alias)) {
      // A graph that takes a placeholder for an address makes one user of thousands.
      if (count == ordinals.length) ordinals = Arrays.copyOf(ordinals, 4 * count);
      ordinals[count++] = alias;
    }
    return Arrays.copyOf(ordinals, count);
  }

  Members toMembers() {
    return all.toMembers();
  }

  /** Alias and owner in turn, in the order they were added. */
  int[] toPairs() {
    return Arrays.copyOf(pairs, size);
  }

  static Aliases ofPairs(int[] pairs) {
    Aliases aliases = new Aliases();
    for (int i = 0; i < pairs.length; i += 2) aliases.add(pairs[i + 1], pairs[i]);
    return aliases;
  }
}
