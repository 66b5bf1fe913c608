package dev.rollcall.compute;

import dev.rollcall.audience.Population;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.identity.KeySecret;
import java.util.Arrays;
import java.util.List;

/** Whom lookups ask about: the sealed keys of each shopper's identifiers. */
final class Shoppers {
  private static final IdentifierType[] TYPES = IdentifierType.values();

  /** One shopper's keys after the other's. */
  private final IdentifierKeys keys;

  /** Where each shopper's keys end. */
  private final int[] ends;

  /** Shoppers with these identifiers, which are digests not sealed yet. */
  Shoppers(KeySecret secret, List<List<Identifier>> shoppers) {
    ends = new int[shoppers.size()];
    int count = 0;
    for (int i = 0; i < ends.length; i++) {
      count += shoppers.get(i).size();
      ends[i] = count;
    }
    Identifier[] digests = new Identifier[count];
    int at = 0;
    for (List<Identifier> shopper : shoppers) {
      for (Identifier digest : shopper) {
        digests[at++] = digest;
      }
    }
    keys = seal(secret, digests);
  }

  /** Seals all digests of a type in one go: the cipher costs more to call than to run. */
  private static IdentifierKeys seal(KeySecret secret, Identifier[] digests) {
    long[] sealed = new long[2 * digests.length];
    int[] places = new int[digests.length];
    for (IdentifierType type : TYPES) {
      int count = 0;
      for (int i = 0; i < digests.length; i++) {
        if (digests[i].type() == type) {
          places[count++] = i;
        }
      }
      if (count == 0) continue;
      long[] some = new long[2 * count];
      for (int i = 0; i < count; i++) {
        some[2 * i] = digests[places[i]].hi();
        some[2 * i + 1] = digests[places[i]].lo();
      }
      secret.seal(type, some, count);
      for (int i = 0; i < count; i++) {
        sealed[2 * places[i]] = some[2 * i];
        sealed[2 * places[i] + 1] = some[2 * i + 1];
      }
    }
    return new IdentifierKeys(sealed, digests.length);
  }

  /**
   * For each shopper a bit for each audience. To be called inside {@link Population#reading}.
   *
   * @param words for the bits of one shopper
   */
  long[][] audienceBits(Population population, ServedAudiences audiences, int words) {
    int[] ordinals = new int[keys.size()];
    population.graph().dictionary().find(keys, ordinals);
    long[] users = new long[ordinals.length];
    int count = 0;
    for (int shopper = 0, key = 0; shopper < ends.length; shopper++) {
      int last = IdentityGraph.NOBODY;
      for (; key < ends[shopper]; key++) {
        int user = population.graph().userOf(ordinals[key]);
        if (user != IdentityGraph.NOBODY && user != last) {
          users[count++] = (long) user << Integer.SIZE | shopper;
          last = user;
        }
      }
    }
    Arrays.sort(users, 0, count);
    long[][] bits = new long[ends.length][words];
    int[] asked = new int[count];
    long[][] answers = new long[count][];
    for (int i = 0; i < count; i++) {
      asked[i] = (int) (users[i] >>> Integer.SIZE);
      answers[i] = bits[(int) users[i]];
    }
    audiences.add(population, asked, answers);
    return bits;
  }
}
