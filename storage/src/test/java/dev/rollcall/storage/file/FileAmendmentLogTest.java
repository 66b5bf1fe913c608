package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.audience.Populations;
import dev.rollcall.contract.AmendmentLogContract;
import dev.rollcall.contract.RandomRecords;
import dev.rollcall.contract.SamePopulations;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAmendmentLogTest extends AmendmentLogContract {
  private static final int SMALL_FILE = 4096;

  @TempDir private Path temporary;

  private int logs;

  @Override
  protected AmendmentLog open(AmendmentLog.Follower follower) {
    return FileAmendmentLog.open(temporary.resolve("log" + logs++), follower, SMALL_FILE);
  }

  private FileAmendmentLog reopen(AmendmentLog.Follower follower) {
    return FileAmendmentLog.open(temporary.resolve("log"), follower, SMALL_FILE);
  }

  @Test
  void goes_on_after_the_last_record_when_opened_again() throws IOException {
    RandomRecords records = new RandomRecords(1);
    List<LogRecord> written = new ArrayList<>();
    Notes follower = new Notes();
    for (int round = 0; round < 12; round++) {
      try (AmendmentLog log = reopen(follower)) {
        for (int i = 0; i < 10 * round; i++) {
          LogRecord record = records.next();
          written.add(record);
          assertThat(log.append(record).join()).isEqualTo(written.size());
        }
      }
      Notes fromTheStart = new Notes();
      reopen(fromTheStart).close();
      assertThat(fromTheStart.records()).isEqualTo(written).isEqualTo(follower.records());
    }
    try (Stream<Path> files = Files.list(temporary.resolve("log"))) {
      assertThat(files).hasSizeGreaterThan(3);
    }
  }

  @Test
  void populations_replayed_are_the_populations_that_records_were_applied_to() {
    for (long seed = 0; seed < 3; seed++) {
      Path folder = temporary.resolve("seed" + seed);
      RandomRecords records = new RandomRecords(seed);
      Populations live = Populations.inMemory();
      for (int round = 0; round < 3; round++) {
        try (AmendmentLog log = FileAmendmentLog.open(folder, live, SMALL_FILE)) {
          for (int i = 0; i < 150; i++) {
            var _ = log.append(records.next());
          }
        }
        Populations replayed = Populations.inMemory();
        FileAmendmentLog.open(folder, replayed, SMALL_FILE).close();
        SamePopulations.check(replayed, live);
      }
    }
  }

  @Test
  void a_reader_goes_on_in_a_file_that_has_got_longer() {
    LogRecord large = amend(100_000);
    try (AmendmentLog log = FileAmendmentLog.open(temporary.resolve("log"), new Notes());
        AmendmentLog.Reader reader = log.reader()) {
      for (int position = 1; position <= 8; position++) {
        log.append(large).join();
        assertThat(reader.at(position)).isEqualTo(large);
      }
      assertThat(reader.at(1)).isEqualTo(large);
    }
  }

  @Test
  void a_record_may_be_larger_than_a_file() {
    LogRecord large = amend(100_000);
    Notes follower = new Notes();
    try (AmendmentLog log = reopen(follower)) {
      log.append(amend(1)).join();
      log.append(large).join();
      log.append(amend(2)).join();
    }
    Notes replayed = new Notes();
    reopen(replayed).close();
    assertThat(replayed.records()).containsExactly(amend(1), large, amend(2));
  }

  @Test
  void closing_finishes_what_was_accepted_and_refuses_the_rest() {
    Notes follower = new Notes();
    AmendmentLog log = reopen(follower);
    List<CompletableFuture<Long>> accepted = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      accepted.add(log.append(amend(i)));
    }
    log.close();
    assertThat(accepted).allMatch(done -> done.isDone() && !done.isCompletedExceptionally());
    assertThat(follower.records()).hasSize(500);
    assertThat(log.append(amend(1))).isCompletedExceptionally();
    assertThat(log.failure()).isEmpty();
    log.close();
  }

  @Test
  void after_a_write_has_failed_everything_is_refused_and_what_was_told_is_there()
      throws IOException {
    Path folder = temporary.resolve("log");
    Path elsewhere = temporary.resolve("elsewhere");
    Notes follower = new Notes();
    AmendmentLog log = reopen(follower);
    log.append(amend(1)).join();
    Files.move(folder, elsewhere);
    assertThatThrownBy(() -> log.append(amend(10_000)).join())
        .hasCauseInstanceOf(LogUnavailable.class);
    assertThatThrownBy(() -> log.append(amend(1)).join()).hasCauseInstanceOf(LogUnavailable.class);
    assertThat(log.failure()).isPresent();
    log.close();
    Files.move(elsewhere, folder);

    Notes replayed = new Notes();
    reopen(replayed).close();
    assertThat(replayed.records()).isEqualTo(follower.records()).containsExactly(amend(1));
  }

  @Test
  void a_log_that_ends_before_its_follower_is_refused() throws IOException {
    Populations live = Populations.inMemory();
    try (AmendmentLog log = reopen(live)) {
      log.append(amend(1)).join();
      log.append(amend(10_000)).join();
    }
    Files.delete(LogFile.named(temporary.resolve("log"), 2, 0).path());
    assertThatThrownBy(() -> reopen(live)).hasMessageContaining("ends at position 1");
  }

  static LogRecord amend(int keys) {
    Instant at = Instant.parse("2030-01-01T00:00:00Z");
    IdentifierKeys some = new IdentifierKeys(new long[2 * keys], keys);
    return new LogRecord.Amend(1, 2, 3, at, true, IdentifierType.EMAIL, some);
  }
}
