package dev.rollcall.compute;

import dev.rollcall.audience.Population;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.identity.KeySecret;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whom lookups ask about: the sealed keys of each shopper's identifiers. */
final class Shoppers {
  private static final IdentifierType[] TYPES = IdentifierType.values();

  /** Users from which on half are asked about on another processor: 1,000 take 2.7 ms, not 5.1. */
  private static final int WORTH_A_THREAD = 256;

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
    for (int i = 0; i < count; i++) asked[i] = (int) (users[i] >>> Integer.SIZE);
    int half = count < WORTH_A_THREAD ? count : count / 2;
    int[] rest = Arrays.copyOfRange(asked, half, count);
    var upper =
        CompletableFuture.supplyAsync(
            () -> audiences.rows(population, rest),
            half < count ? Thread::startVirtualThread : Runnable::run);
    long[] lower = audiences.rows(population, Arrays.copyOf(asked, half));
    add(lower, users, 0, bits);
    add(upper.join(), users, half, bits);
    return bits;
  }

  /** Adds the rows of the users from a place on to the bits of their shoppers. */
  private static void add(long[] rows, long[] users, int from, long[][] bits) {
    for (int at = 0, i = from; at < rows.length; i++) {
      long[] shopper = bits[(int) users[i]];
      for (int word = 0; word < shopper.length; word++) shopper[word] |= rows[at++];
    }
  }
}
