package dev.rollcall.contract;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogRecord.Merge.Reason;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import dev.rollcall.identity.InvalidIdentifier;
import dev.rollcall.identity.RefusedIdentifiers;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to populations, by seed. Few identifiers at few retailers, so that lists overlap,
 * strangers become known, users get further identifiers, and identifiers go over to other users;
 * the last retailer never has an identity graph.
 */
public final class RandomRecords {
  /** Retailers that appear, from 1. */
  public static final int RETAILERS = 3;

  /** Contact lists of a retailer that appear, from 1. */
  public static final int SEGMENTS = 8;

  /** Identifiers of each type that appear. */
  public static final int IDENTIFIERS = 400;

  private static final IdentifierType[] TYPES = IdentifierType.values();
  private static final int STAGES = 10;
  private static final int MOST_KEYS = 60;
  private static final int MOST_USERS = 8;

  private final SplittableRandom random;
  private Instant now = Instant.parse("2030-01-01T00:00:00.000000001Z");

  public RandomRecords(long seed) {
    random = new SplittableRandom(seed);
  }

  public LogRecord next() {
    now = now.plusNanos(random.nextLong(1_000_000_000_000L));
    long retailer = 1L + random.nextInt(RETAILERS);
    long segment = 1L + random.nextInt(SEGMENTS);
    int kind = random.nextInt(23);
    if (kind == 0) {
      return new LogRecord.Clear(retailer, segment, 9, now, retry());
    }
    if (kind == 1) {
      return new LogRecord.Drop(retailer, segment, 9, now, retry());
    }
    if (kind == 22) {
      return new LogRecord.Meet(retailer, now, keys(TYPES[random.nextInt(TYPES.length)]));
    }
    if (kind > 19) {
      return merge(retailer, segment);
    }
    if (kind < 8 && retailer < RETAILERS) {
      return new LogRecord.Link(retailer, 9, now, rows(1 + random.nextInt(MOST_USERS)), retry());
    }
    segment += random.nextInt(5) == 0 ? STAGES * (1L + random.nextInt(2)) : 0;
    IdentifierType type = TYPES[(int) (segment % TYPES.length)];
    IdentifierKeys keys = keys(type);
    return new LogRecord.Amend(
        retailer, segment, 9, now, kind < 15, type, keys, refused(), retry());
  }

  private IdentifierKeys keys(IdentifierType type) {
    int n = random.nextInt(MOST_KEYS);
    long[] packed = new long[2 * n];
    for (int i = 0; i < n; i++) {
      put(packed, i, type, random.nextInt(IDENTIFIERS));
    }
    return new IdentifierKeys(packed, n);
  }

  /** Lists and stages of the same identifier type are {@link #STAGES} apart. */
  private LogRecord merge(long retailer, long segment) {
    Reason[] reasons = Reason.values();
    Reason reason = reasons[random.nextInt(reasons.length)];
    long added = random.nextInt(4) == 0 ? 0 : segment + STAGES;
    long removed = random.nextInt(2) == 0 ? 0 : segment + 2 * STAGES;
    return new LogRecord.Merge(
        retailer, segment, 9, now, reason, random.nextLong(5), added, removed, retry());
  }

  private @Nullable RetryKey retry() {
    return random.nextInt(3) > 0
        ? null
        : new RetryKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private RefusedIdentifiers refused() {
    RefusedIdentifiers.Builder refused = new RefusedIdentifiers.Builder();
    InvalidIdentifier[] reasons = InvalidIdentifier.values();
    for (int index = random.nextInt(100); index < 300; index += 1 + random.nextInt(200)) {
      refused.add(index, reasons[random.nextInt(reasons.length)]);
    }
    return refused.build();
  }

  private IdentityRows rows(int users) {
    byte[] marks = new byte[users * 8];
    long[] packed = new long[users * 16];
    int size = 0;
    for (int user = 0; user < users; user++) {
      int identifiers = 1 + random.nextInt(4);
      for (int i = 0; i < identifiers; i++) {
        IdentifierType type = TYPES[random.nextInt(TYPES.length)];
        int forms = 1 + random.nextInt(2);
        for (int form = 0; form < forms; form++) {
          int mark = type.code();
          mark |= form == 0 ? IdentityRows.NEW_IDENTIFIER : 0;
          mark |= form == 0 && i == 0 ? IdentityRows.NEW_USER : 0;
          marks[size] = (byte) mark;
          put(packed, size++, type, random.nextInt(IDENTIFIERS));
        }
      }
    }
    return new IdentityRows(Arrays.copyOf(marks, size), Arrays.copyOf(packed, 2 * size));
  }

  /** Every key that may appear. */
  public static IdentifierKeys allKeys() {
    long[] packed = new long[2 * IDENTIFIERS * TYPES.length];
    for (int i = 0; i < IDENTIFIERS * TYPES.length; i++) {
      put(packed, i, TYPES[i / IDENTIFIERS], i % IDENTIFIERS);
    }
    return new IdentifierKeys(packed, packed.length / 2);
  }

  private static void put(long[] packed, int at, IdentifierType type, int number) {
    SplittableRandom key = new SplittableRandom(1_000_000L * type.code() + number);
    packed[2 * at] = key.nextLong();
    packed[2 * at + 1] = key.nextLong();
  }
}
