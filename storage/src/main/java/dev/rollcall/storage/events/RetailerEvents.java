package dev.rollcall.storage.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.storage.events.EventJournal.Part;
import dev.rollcall.storage.events.EventManifest.EventFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.duckdb.DuckDBDataChunkReader;
import org.jspecify.annotations.Nullable;

/**
 * The events of one retailer: a journal of what came, and the files of days that it is folded into.
 *
 * <p>Adding waits for the disk alone. A scan reads what the journal has and then the files, so that
 * it misses nothing of what a fold moves meanwhile; files that a fold replaced go when no scan
 * reads them.
 */
final class RetailerEvents implements AutoCloseable {
  private final EmbeddedDuckDb duckDb;
  private final RetailerProducts products;
  private final EventFiles files;
  private final EventJournal journal;
  private final Tails tails;
  private final KnownIds known;
  private final Consumer<KeptAnswer> answers;
  private final ReentrantLock folding = new ReentrantLock();
  private final Readings readings = new Readings();

  /** Events in journals that take no more. */
  private final AtomicLong left = new AtomicLong();

  /** Why the last fold failed, if it did. */
  private volatile @Nullable Exception foldFailure;

  /**
   * @param keptIds of events in files that may be kept in memory
   * @param answers put into the catalog
   */
  RetailerEvents(
      long retailerId,
      Path data,
      Path journals,
      RetailerProducts products,
      EmbeddedDuckDb duckDb,
      long keptIds,
      Consumer<KeptAnswer> answers,
      Step.Watch watch)
      throws IOException {
    this.duckDb = duckDb;
    this.known = new KnownIds(new FoldedIds(), keptIds);
    this.products = products;
    this.answers = answers;
    this.files = new EventFiles(data, duckDb, watch);
    NavigableMap<Long, Path> left = EventJournal.list(journals);
    long folded = files.manifest().folded();
    for (Map.Entry<Long, Path> journalLeft : left.entrySet()) {
      if (journalLeft.getKey() <= folded) Files.delete(journalLeft.getValue());
      else restore(journalLeft.getKey(), journalLeft.getValue());
    }
    left.headMap(folded, true).clear();
    long generation = 1 + (left.isEmpty() ? folded : left.lastKey());
    this.journal = new EventJournal(journals, generation, watch);
    this.tails = new Tails(duckDb, journal, retailerId, folded + 1);
  }

  private void restore(long generation, Path file) throws IOException {
    EventJournal.recover(file);
    EventJournal.read(
        file,
        0,
        Long.MAX_VALUE,
        frame -> {
          for (int i = 0; i < frame.count(); i++)
            EventForm.read(
                frame.records(),
                (id, hi, lo, activity, product, price, time) ->
                    known.restore(Math.floorDiv(time, EventTable.DAY_MILLIS), id, generation));
          left.addAndGet(frame.count());
          AnswerForm.read(frame.records(), answers);
        });
  }

  /** Puts the answers that came with what a journal has into the catalog. */
  private void keepAnswers(long generation) {
    EventJournal.read(
        journal.path(generation),
        0,
        Long.MAX_VALUE,
        frame -> {
          for (int i = 0; i < frame.count(); i++) EventForm.skip(frame.records());
          AnswerForm.read(frame.records(), answers);
        });
  }

  /** The ids of what is in files. */
  private final class FoldedIds implements KnownIds.Source {
    @Override
    public long size(long day) {
      return files.rows(day);
    }

    @Override
    public void read(long day, LongSet into) {
      try {
        files.readIds(day, into);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void find(Map<Long, LongSet> asked, KnownIds.Found found) {
      try {
        files.findIds(asked, found);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Adds events durably, with the answer if there is one; returns those that were new. */
  List<ShoppingEvent> add(
      Collection<ShoppingEvent> events, IntFunction<Optional<KeptAnswer>> answer) {
    MessageDigest sha256 = EventForm.sha256();
    List<ShoppingEvent> fresh = new ArrayList<>(events.size());
    long[] ids = new long[events.size()];
    Map<Long, LongSet> byDay = new HashMap<>();
    int i = 0;
    for (ShoppingEvent event : events) {
      ids[i] = EventForm.hash(sha256, event.id());
      byDay.computeIfAbsent(event.day(), day -> new LongSet()).add(ids[i++]);
    }
    Answering answering = new Answering(answer);
    known.with(byDay, () -> append(events, ids, sha256, fresh, answering));
    answering.check();
    return fresh;
  }

  /** Asks for an answer. Events that are known by now are written, whatever comes of it. */
  private static final class Answering {
    private final IntFunction<Optional<KeptAnswer>> answer;
    private @Nullable RuntimeException failure;

    Answering(IntFunction<Optional<KeptAnswer>> answer) {
      this.answer = answer;
    }

    ByteBuffer bytes(int fresh) {
      try {
        return answer.apply(fresh).map(AnswerForm::write).orElse(ByteBuffer.allocate(0));
      } catch (RuntimeException e) {
        failure = e;
        return ByteBuffer.allocate(0);
      }
    }

    void check() {
      if (failure != null) throw failure;
    }
  }

  private void append(
      Collection<ShoppingEvent> events,
      long[] ids,
      MessageDigest sha256,
      List<ShoppingEvent> fresh,
      Answering answering) {
    journal.append(generation -> {
      int bytes = events.stream().mapToInt(EventForm::bytes).reduce(0, Math::addExact);
      ByteBuffer records = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int i = 0;
      for (ShoppingEvent event : events) {
        long id = ids[i++];
        if (!known.add(event.day(), id, generation)) continue;
        EventForm.write(event, id, sha256, records);
        fresh.add(event);
      }
      return new Part(records.flip(), fresh.size(), answering.bytes(fresh.size()));
    });
  }

  /** Events that are in no file of a day yet. */
  long unfolded() {
    return left.get() + journal.count();
  }

  long journalBytes() {
    return journal.bytes();
  }

  EventManifest manifest() {
    return files.manifest();
  }

  Optional<Exception> foldFailure() {
    return Optional.ofNullable(foldFailure);
  }

  Optional<String> failure() {
    return journal.failure();
  }

  /** As {@link dev.rollcall.audience.events.ShoppingEvents.Source#shoppers}. */
  List<IdentifierKeys> shoppers(
      List<Definition.Events> definitions, Instant cutOff, BooleanSupplier obsolete)
      throws IOException {
    Place[] found = new Place[definitions.size()];
    String productTable = products.table();
    duckDb.scans().acquireUninterruptibly();
    try (Readings.Reading _ = readings.begin()) {
      List<String> tail = tails.load(Long.MAX_VALUE);
      for (int[] places : together(definitions)) {
        List<Definition.Events> asked = Arrays.stream(places).mapToObj(definitions::get).toList();
        String events = select(asked, cutOff, tail);
        FoundKeys keys = new FoundKeys();
        for (int bit = 0; bit < places.length; bit++) found[places[bit]] = new Place(keys, bit);
        if (events.isEmpty()) continue;
        EventQuery query = new EventQuery(asked, cutOff, events, productTable);
        duckDb.run(
            new WantedQuery(query.sql(), query::fillIn, chunk -> take(chunk, keys), obsolete));
      }
    } finally {
      duckDb.scans().release();
    }
    return new AbstractList<>() {
      @Override
      public IdentifierKeys get(int index) {
        return found[index].keys();
      }

      @Override
      public int size() {
        return found.length;
      }
    };
  }

  /** Where a definition's keys are among those that a scan found. */
  private record Place(FoundKeys found, int bit) {
    IdentifierKeys keys() {
      return found.of(bit);
    }
  }

  /** The places of the definitions that one scan each answers. */
  private static List<int[]> together(List<Definition.Events> definitions) {
    List<int[]> together = new ArrayList<>();
    for (ShopperActivity activity : ShopperActivity.values()) {
      int[] places =
          IntStream.range(0, definitions.size())
              .filter(i -> definitions.get(i).activity() == activity)
              .toArray();
      for (int from = 0; from < places.length; from += EventQuery.MOST)
        together.add(
            Arrays.copyOfRange(places, from, Math.min(from + EventQuery.MOST, places.length)));
    }
    return together;
  }

  private String select(List<Definition.Events> definitions, Instant cutOff, List<String> tail) {
    long after =
        definitions.stream()
            .mapToLong(definition -> definition.window().after(cutOff).toEpochMilli())
            .min()
            .orElseThrow();
    List<EventFile> inside =
        files.manifest().files().stream()
            .filter(file -> (file.to() + 1) * EventTable.DAY_MILLIS > after)
            .filter(file -> file.from() * EventTable.DAY_MILLIS <= cutOff.toEpochMilli())
            .toList();
    List<String> all = new ArrayList<>(tail);
    if (!inside.isEmpty()) all.add(files.select(inside));
    return String.join(" UNION ALL ", all);
  }

  private static void take(DuckDBDataChunkReader chunk, FoundKeys found) {
    var hi = chunk.vector(0);
    var lo = chunk.vector(1);
    var met = chunk.vector(2);
    for (long row = 0; row < chunk.rowCount(); row++)
      found.add(hi.getLong(row), lo.getLong(row), met.getLong(row));
  }

  /**
   * Brings what the journal has into the files of days, and drops days before one. Whatever moment
   * a crash comes at, each event is in the journal or in files that the manifest names, and an
   * answer that came with it in the journal or in the catalog.
   */
  void fold(long firstDay, long today) throws IOException {
    folding.lock();
    try {
      foldJournals(firstDay, today);
      foldFailure = null;
    } catch (IOException | RuntimeException e) {
      foldFailure = e;
      throw e;
    } finally {
      folding.unlock();
    }
  }

  /** Takes in the journals of a fold that failed before it ends another. */
  private void foldJournals(long firstDay, long today) throws IOException {
    readings.letGo();
    EventManifest before = files.manifest();
    if (foldFailure == null) left.addAndGet(journal.rotate());
    long through = journal.durable().generation() - 1;
    if (through == before.folded() && !files.untidy(firstDay, today)) return;
    for (long ended = before.folded() + 1; ended <= through; ended++) keepAnswers(ended);
    EventManifest next = files.fold(through, tails.load(through), firstDay, today);
    files.publish(next);
    tails.skip(through);
    readings.replaced(() -> {
      tails.drop(before.folded() + 1, through);
      files.delete(before.without(next));
    });
    left.set(0);
    known.folded(through);
    known.expire(firstDay);
    journal.delete(through);
    readings.letGo();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
