package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.audience.Populations;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link AmendmentLog} does. */
public abstract class AmendmentLogContract {
  /** Opens an empty log. */
  protected abstract AmendmentLog open(AmendmentLog.Follower follower);

  /** A follower that keeps what it was given, and fails at one position. */
  protected static final class Notes implements AmendmentLog.Follower {
    private final List<LogRecord> records = new ArrayList<>();
    private final long failsAt;

    public Notes() {
      this(0);
    }

    public Notes(long failsAt) {
      this.failsAt = failsAt;
    }

    @Override
    public synchronized long position() {
      return records.size();
    }

    @Override
    public synchronized void apply(long position, LogRecord record) {
      if (position == failsAt) {
        throw new IllegalStateException("not this one");
      }
      assertThat(position).isEqualTo(records.size() + 1);
      records.add(record);
    }

    /** What was applied, in order. */
    public synchronized List<LogRecord> records() {
      return List.copyOf(records);
    }
  }

  @Test
  void positions_count_from_one() {
    RandomRecords records = new RandomRecords(1);
    try (AmendmentLog log = open(new Notes())) {
      assertThat(log.position()).isZero();
      for (long position = 1; position <= 20; position++) {
        assertThat(log.append(records.next()).join()).isEqualTo(position);
        assertThat(log.position()).isEqualTo(position);
      }
      assertThat(log.failure()).isEmpty();
    }
  }

  @Test
  void a_record_is_applied_as_it_is_before_its_position_is_told() {
    RandomRecords records = new RandomRecords(2);
    Notes notes = new Notes();
    try (AmendmentLog log = open(notes)) {
      for (int i = 0; i < 200; i++) {
        LogRecord record = records.next();
        log.append(record).join();
        assertThat(notes.records().getLast()).isEqualTo(record);
      }
    }
  }

  @Test
  void records_of_many_callers_have_one_order_which_keeps_that_of_each_caller() {
    List<List<LogRecord>> written = new ArrayList<>();
    List<List<Long>> positions = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      RandomRecords records = new RandomRecords(100 + caller);
      written.add(IntStream.range(0, 250).mapToObj(_ -> records.next()).toList());
      positions.add(new ArrayList<>());
    }
    Notes notes = new Notes();
    try (AmendmentLog log = open(notes);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 4; caller++) {
        List<LogRecord> mine = written.get(caller);
        List<Long> told = positions.get(caller);
        var _ =
            callers.submit(() -> {
              List<CompletableFuture<Long>> waiting = mine.stream().map(log::append).toList();
              waiting.forEach(done -> told.add(done.join()));
            });
      }
    }
    List<LogRecord> applied = notes.records();
    assertThat(applied).hasSize(1000);
    for (int caller = 0; caller < 4; caller++) {
      List<Long> told = positions.get(caller);
      assertThat(told).isSorted().hasSize(250);
      for (int i = 0; i < told.size(); i++) {
        assertThat(applied.get((int) (told.get(i) - 1))).isEqualTo(written.get(caller).get(i));
      }
    }
  }

  @Test
  void what_the_log_applies_is_what_was_appended() {
    for (long seed = 0; seed < 3; seed++) {
      Populations through = Populations.inMemory();
      Populations directly = Populations.inMemory();
      RandomRecords records = new RandomRecords(seed);
      try (AmendmentLog log = open(through)) {
        for (long position = 1; position <= 300; position++) {
          LogRecord record = records.next();
          var _ = log.append(record);
          directly.apply(position, record);
        }
      }
      SamePopulations.check(through, directly);
    }
  }

  @Test
  void after_a_record_could_not_be_applied_everything_is_refused() {
    RandomRecords records = new RandomRecords(4);
    Notes notes = new Notes(3);
    try (AmendmentLog log = open(notes)) {
      assertThat(log.append(records.next()).join()).isEqualTo(1);
      assertThat(log.append(records.next()).join()).isEqualTo(2);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> log.append(records.next()).join())
            .hasCauseInstanceOf(LogUnavailable.class);
      }
      assertThat(log.failure()).isPresent();
    }
    assertThat(notes.records()).hasSize(2);
  }

  @Test
  void records_are_read_again_by_position_while_more_come() {
    RandomRecords records = new RandomRecords(5);
    List<LogRecord> written = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    try (AmendmentLog log = open(new Notes());
        AmendmentLog.Reader reader = log.reader()) {
      for (int round = 0; round < 20; round++) {
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          written.add(records.next());
          waiting.add(log.append(written.getLast()));
        }
        waiting.forEach(CompletableFuture::join);
        for (int i = 0; i < 40; i++) {
          int position = 1 + random.nextInt(written.size());
          assertThat(reader.at(position)).isEqualTo(written.get(position - 1));
        }
        for (int position = 1; position <= written.size(); position++) {
          assertThat(reader.at(position)).isEqualTo(written.get(position - 1));
        }
      }
    }
  }

  @Test
  void a_position_the_log_has_not_is_refused() {
    try (AmendmentLog log = open(new Notes());
        AmendmentLog.Reader reader = log.reader()) {
      log.append(new RandomRecords(6).next()).join();
      assertThatThrownBy(() -> reader.at(0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.at(2)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
