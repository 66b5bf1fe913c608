package dev.rollcall.audience.history;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Population;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operations that brought one shopper to where contact lists have it, reading each list's
 * part of the log backwards until one had the last word. Operations that changed nothing are passed
 * over unread.
 *
 * <p>An operation has a word on the shopper when it names any of the identifiers that are the
 * shopper's today, whatever they were then. For one thread.
 */
public final class LastWords {
  /**
   * Identifiers read for one question, at most: 200 full amendments. The operation in which the
   * bound is reached is read to its end.
   */
  public static final int MAX_KEYS = 10_000_000;

  /** Identifiers that each operation visited counts for besides its own, so that none is free. */
  private static final int KEYS_PER_OPERATION = 1_000;

  private final OperationHistory history;
  private final AmendmentLog.Reader log;
  private final Population population;
  private final Instant horizon;
  private final int[] shopper;
  private long keysLeft = MAX_KEYS;
  private boolean cutShort;

  /**
   * @param horizon the earliest time of which history is told
   * @param ordinals at which the shopper's identifiers stand
   */
  public LastWords(
      OperationHistory history,
      AmendmentLog.Reader log,
      Population population,
      Instant horizon,
      int[] ordinals) {
    this.history = history;
    this.log = log;
    this.population = population;
    this.horizon = horizon;
    this.shopper = ordinals.clone();
    Arrays.sort(shopper);
  }

  /**
   * What an operation says of the shopper: takes these identifiers off, then puts those on.
   *
   * @param whole whether it has a word on all identifiers there are
   */
  private record Said(BitSet off, BitSet on, boolean whole) {
    static final Said NOTHING = new Said(new BitSet(), new BitSet(), false);
    static final Said ALL_OFF = new Said(new BitSet(), new BitSet(), true);
  }

  /**
   * Why the shopper is on the list, or off it.
   *
   * @param upTo the last operation that counts
   * @param on what is to be explained: that the shopper was on the list then, or was not
   */
  public Standing of(long listId, long upTo, boolean on) {
    @Nullable Standing[] found = {null};
    BitSet decided = new BitSet();
    history.newestFirst(
        listId,
        upTo,
        operation -> {
          if (operation.at().isBefore(horizon)) found[0] = new Standing.TooOld();
          else if (spent()) found[0] = new Standing.NotSought();
          else found[0] = on ? whyOn(operation, decided) : whyOff(operation);
          if (cutShort) found[0] = new Standing.NotSought();
          return found[0] == null;
        });
    if (found[0] != null) return found[0];
    return on ? new Standing.ByIdentityGraph() : new Standing.Never();
  }

  /** Whether no operation more is to be read; if one is, it is charged for. */
  private boolean spent() {
    if (keysLeft <= 0) return true;
    keysLeft -= KEYS_PER_OPERATION;
    return false;
  }

  /** Of each identifier the last word counts; one of them put on is enough. */
  private @Nullable Standing whyOn(Operation operation, BitSet decided) {
    Said said = said(operation);
    BitSet puts = (BitSet) said.on().clone();
    puts.andNot(decided);
    if (!puts.isEmpty()) return new Standing.ByOperation(operation);
    decided.or(said.off());
    return said.whole() ? new Standing.ByIdentityGraph() : null;
  }

  private @Nullable Standing whyOff(Operation operation) {
    Said said = said(operation);
    if (!said.on().isEmpty()) return new Standing.ByIdentityGraph();
    return said.whole() || !said.off().isEmpty() ? new Standing.ByOperation(operation) : null;
  }

  private Said said(Operation operation) {
    if (operation.effect().gained() == 0 && operation.effect().lost() == 0) return Said.NOTHING;
    return switch (log.at(operation.id())) {
      case LogRecord.Amend amend ->
          amend.add()
              ? new Said(new BitSet(), named(amend.keys()), false)
              : new Said(named(amend.keys()), new BitSet(), false);
      case LogRecord.Merge merge ->
          new Said(
              staged(merge.removed(), operation), staged(merge.added(), operation), merge.whole());
      case LogRecord.Clear clear -> Said.ALL_OFF;
      case LogRecord.Drop drop -> Said.ALL_OFF;
      case LogRecord.Link link -> Said.NOTHING;
      case LogRecord.Meet meet -> Said.NOTHING;
    };
  }

  /**
   * Which of the shopper's identifiers were on a stage when it was merged; not all of them when the
   * reading is cut short.
   */
  private BitSet staged(long stageId, Operation merge) {
    BitSet on = new BitSet();
    BitSet decided = new BitSet();
    if (stageId == 0) return on;
    history.newestFirst(
        stageId,
        merge.id() - 1,
        operation -> {
          cutShort = spent();
          if (cutShort) return false;
          Said said = said(operation);
          BitSet puts = (BitSet) said.on().clone();
          puts.andNot(decided);
          on.or(puts);
          decided.or(said.on());
          decided.or(said.off());
          return !said.whole();
        });
    return on;
  }

  /** Which of the shopper's identifiers are among the keys, by their place. */
  private BitSet named(IdentifierKeys keys) {
    keysLeft -= keys.size();
    int[] ordinals = new int[keys.size()];
    population.graph().dictionary().find(keys, ordinals);
    BitSet named = new BitSet();
    for (int ordinal : ordinals) {
      int place = Arrays.binarySearch(shopper, ordinal);
      if (place >= 0) named.set(place);
    }
    return named;
  }
}
