package dev.rollcall.audience.history;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Population;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.util.Arrays;
import java.util.Optional;

/**
 * What was on lists in the past, read from the log backwards: the last word on an identifier
 * counts, and reading ends where a list began anew. Sets of ordinals are all that is held, a few
 * bytes an identifier at most.
 *
 * <p>Identifiers are those the identity graph knows today: forms of one address are one, also where
 * they were two at the time. For one thread.
 */
final class PastLists {
  private final OperationHistory history;
  private final AmendmentLog.Reader log;
  private final Population population;

  PastLists(OperationHistory history, AmendmentLog.Reader log, Population population) {
    this.history = history;
    this.log = log;
    this.population = population;
  }

  /** What a record does to a list: takes these off, then puts those on. */
  private record Change(Members removed, Members added, boolean whole) {
    /** Identifiers it has a word on, unless it has one on all. */
    Members touched() {
      return added.or(removed);
    }
  }

  /** What was on the list after an operation; all there is to know of it. */
  Members after(long listId, long operation) {
    Members[] on = {Members.empty()};
    Members[] decided = {Members.empty()};
    history.newestFirst(
        listId,
        operation,
        past -> {
          Change change = change(past);
          on[0] = on[0].or(change.added().andNot(decided[0]));
          decided[0] = decided[0].or(change.touched());
          return !change.whole();
        });
    return on[0];
  }

  /** What an operation makes of a list that was like this before it. */
  Members applied(Operation operation, Members before) {
    Change change = change(operation);
    Members kept = change.whole() ? Members.empty() : before.andNot(change.removed());
    return kept.or(change.added());
  }

  /** The identifiers that operations after this one had a word on, or empty when on all. */
  Optional<Members> touchedAfter(long listId, long operation) {
    Members[] touched = {Members.empty()};
    boolean[] all = {false};
    history.newestFirst(
        listId,
        Long.MAX_VALUE,
        past -> {
          if (past.id() <= operation) return false;
          Change change = change(past);
          touched[0] = touched[0].or(change.touched());
          all[0] = change.whole();
          return !all[0];
        });
    return all[0] ? Optional.empty() : Optional.of(touched[0]);
  }

  private Change change(Operation operation) {
    Members none = Members.empty();
    return switch (log.at(operation.id())) {
      case LogRecord.Amend amend -> {
        int[] ordinals = ordinals(amend.keys());
        int known = 0;
        for (int ordinal : ordinals) if (ordinal >= 0) ordinals[known++] = ordinal;
        Members named = Members.ofSorted(ordinals, 0, Ordinals.sortDistinct(ordinals, known));
        yield amend.add() ? new Change(none, named, false) : new Change(named, none, false);
      }
      case LogRecord.Merge merge ->
          new Change(
              staged(merge.removed(), operation), staged(merge.added(), operation), merge.whole());
      case LogRecord.Clear clear -> new Change(none, none, true);
      case LogRecord.Drop drop -> new Change(none, none, true);
      case LogRecord.Link link -> new Change(none, none, false);
      case LogRecord.Meet meet -> new Change(none, none, false);
    };
  }

  private Members staged(long stageId, Operation merge) {
    return stageId == 0 ? Members.empty() : after(stageId, merge.id() - 1);
  }

  private int[] ordinals(IdentifierKeys keys) {
    int[] ordinals = new int[keys.size()];
    population.graph().dictionary().find(keys, ordinals);
    return ordinals;
  }

  /** Where keys go. */
  interface Sink {
    void accept(long hi, long lo);
  }

  /**
   * Finds a key for each of these identifiers in the operations on a list, and on what was staged
   * for it; gives back those it found none for.
   */
  Members keysOf(long listId, long upTo, Members wanted, Sink sink) {
    Members[] left = {wanted};
    history.newestFirst(
        listId,
        upTo,
        past -> {
          left[0] = keysOf(past, left[0], sink);
          return !left[0].isEmpty();
        });
    return left[0];
  }

  private Members keysOf(Operation operation, Members wanted, Sink sink) {
    if (wanted.isEmpty()) return wanted;
    return switch (log.at(operation.id())) {
      case LogRecord.Amend amend -> keysOf(amend.keys(), wanted, sink);
      case LogRecord.Merge merge -> {
        Members left = keysOf(merge.added(), operation.id() - 1, wanted, sink);
        yield keysOf(merge.removed(), operation.id() - 1, left, sink);
      }
      case LogRecord.Clear clear -> wanted;
      case LogRecord.Drop drop -> wanted;
      case LogRecord.Link link -> wanted;
      case LogRecord.Meet meet -> wanted;
    };
  }

  private Members keysOf(IdentifierKeys keys, Members wanted, Sink sink) {
    int[] ordinals = ordinals(keys);
    int[] found = new int[ordinals.length];
    int size = 0;
    for (int i = 0; i < ordinals.length; i++) {
      if (ordinals[i] < 0 || !wanted.contains(ordinals[i])) continue;
      sink.accept(keys.hi(i), keys.lo(i));
      found[size++] = ordinals[i];
    }
    Arrays.sort(found, 0, size);
    return wanted.minus(found, 0, size);
  }
}
