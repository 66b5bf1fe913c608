package dev.rollcall.audience.history;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.MemoryAmendmentLog;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.SegmentDraft;
import dev.rollcall.audience.Segments;
import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import dev.rollcall.identity.RefusedIdentifiers;
import dev.rollcall.members.Members;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** One contact list with its history, over memory; its identifiers are small numbers. */
final class RevisedList implements AutoCloseable {
  static final long ACCOUNT = 1;
  static final int NUMBERS = 40;
  static final Application CALLER =
      new Application(
          5,
          1,
          "app",
          "client",
          "00",
          Set.of(Permission.values()),
          Set.of(ACCOUNT),
          OptionalInt.empty(),
          true);
  private static final Retailer RETAILER =
      new Retailer(11, "Shop", Publication.CONTINUOUS, "%032x".formatted(1));

  /** Moves on by a second with each look. */
  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      now = now.plusSeconds(1);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Ticking clock = new Ticking();
  private final Catalog catalog = new MemoryCatalog();
  private final Populations populations = Populations.inMemory();
  final EventfulLog log = new EventfulLog(new MemoryAmendmentLog(populations));
  private final KeySecrets secrets = new KeySecrets(new byte[32]);
  final OperationHistory history = new MemoryOperationHistory();
  final OperationRecorder recorder = new OperationRecorder(history, catalog);
  private final ContactLists lists = new ContactLists(catalog, log, populations, secrets, clock);
  final Segments segments = new Segments(catalog, log, clock);
  final ListRevisions revisions =
      new ListRevisions(
          catalog,
          log,
          populations,
          history,
          recorder,
          clock,
          new Retention(clock, Optional.of(Duration.ofDays(30))));
  final Replacements replacements = replacements(20);
  final long segment;

  RevisedList() {
    populations.observe(recorder);
    catalog.write(tables -> {
      tables.retailers().put(RETAILER);
      tables
          .accounts()
          .put(
              new Account(
                  ACCOUNT,
                  "Brand",
                  AccountType.DEMAND,
                  List.of("FR"),
                  "EUR",
                  "UTC",
                  Set.of(RETAILER.id())));
      return true;
    });
    SegmentDraft draft =
        new SegmentDraft(
            "List",
            Optional.empty(),
            RETAILER.id(),
            new Definition.ContactList(IdentifierType.EMAIL));
    segment = segments.create(ACCOUNT, List.of(Outcome.done(draft))).done().getFirst().id();
  }

  /** Replacements of the same lists that let another share vanish. */
  Replacements replacements(int guardPercent) {
    return new Replacements(
        catalog, log, populations, lists, history, recorder, clock, guardPercent);
  }

  void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  Instant now() {
    return clock.now;
  }

  Populations populations() {
    return populations;
  }

  private static long[] digests(Collection<Integer> numbers) {
    return numbers.stream()
        .flatMap(n -> List.of(7L * n, ~(long) n).stream())
        .mapToLong(l -> l)
        .toArray();
  }

  private ContactLists.Writable writable() {
    return value(lists.writable(CALLER, segment));
  }

  static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem);
    };
  }

  static ProblemCode refusal(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?>(var value) -> throw new AssertionError(value + " was not refused");
      case Outcome.Refused<?>(var problem) -> problem.code();
    };
  }

  /** Returns the operation. */
  long amend(boolean add, Collection<Integer> numbers) {
    return lists
        .amend(
            CALLER,
            writable(),
            add,
            digests(numbers),
            numbers.size(),
            RefusedIdentifiers.NONE,
            null)
        .position();
  }

  long clear() {
    return lists.clear(CALLER, writable(), null);
  }

  Outcome<Long> stage(long replacement, boolean add, Collection<Integer> numbers) {
    return replacements
        .amendable(CALLER, ACCOUNT, segment, replacement)
        .then(stage ->
            replacements.amend(
                CALLER,
                stage,
                add,
                digests(numbers),
                numbers.size(),
                RefusedIdentifiers.NONE,
                null))
        .map(done -> done.position());
  }

  long open() {
    return value(replacements.open(CALLER, ACCOUNT, segment, null)).stage().id();
  }

  Outcome<Replacement> commit(long replacement, boolean force) {
    return replacements.commit(CALLER, ACCOUNT, segment, replacement, force, null);
  }

  Revision undo(long operation, boolean dryRun) {
    return value(revisions.undo(CALLER, ACCOUNT, segment, operation, dryRun, null));
  }

  Revision restore(Moment moment, boolean dryRun) {
    return value(revisions.restore(CALLER, ACCOUNT, segment, moment, dryRun, null));
  }

  /** The graph's word that these are all one user's. */
  LogRecord link(List<Integer> numbers) {
    byte[] marks = new byte[numbers.size()];
    for (int i = 0; i < marks.length; i++)
      marks[i] =
          (byte)
              (IdentifierType.EMAIL.code()
                  | IdentityRows.NEW_IDENTIFIER
                  | (i == 0 ? IdentityRows.NEW_USER : 0));
    long[] keys = digests(numbers);
    secrets.of(RETAILER).seal(IdentifierType.EMAIL, keys, marks.length);
    return new LogRecord.Link(RETAILER.id(), CALLER.id(), now(), new IdentityRows(marks, keys));
  }

  /** What is on the list. */
  Set<Integer> content() {
    Set<Integer> found = new TreeSet<>();
    var population = populations.find(RETAILER.id());
    if (population.isEmpty()) return found;
    Members members = population.get().view().identifiersOn(segment);
    for (int number = 0; number < NUMBERS; number++) {
      long[] key = digests(List.of(number));
      secrets.of(RETAILER).seal(IdentifierType.EMAIL, key, 1);
      int ordinal = population.get().graph().dictionary().find(key[0], key[1]);
      if (ordinal != Dictionary.ABSENT && members.contains(ordinal)) found.add(number);
    }
    return found;
  }

  @Override
  public void close() {
    recorder.close();
  }
}
