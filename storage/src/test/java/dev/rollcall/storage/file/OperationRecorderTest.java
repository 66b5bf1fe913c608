package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.history.MemoryOperationHistory;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.contract.RandomRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history beside a log and checkpoints that are opened again and again. */
class OperationRecorderTest {
  private static final int BETWEEN_CHECKPOINTS = 2_000;

  @TempDir private Path folder;

  /**
   * @param kill whether the recorder ends before the checkpoints, with what it has written by then
   */
  private void recordSome(
      OperationHistory history, RandomRecords records, int count, boolean kill) {
    OperationRecorder recorder = new OperationRecorder(history, new MemoryCatalog());
    Checkpoints checkpoints =
        Checkpoints.open(folder.resolve("checkpoint"), BETWEEN_CHECKPOINTS, recorder, () -> {});
    checkpoints.populations().observe(recorder);
    AmendmentLog log = FileAmendmentLog.open(folder.resolve("log"), checkpoints);
    for (int i = 0; i < count; i++) {
      var _ = log.append(records.next());
    }
    log.close();
    if (kill) recorder.close();
    checkpoints.close();
    recorder.close();
  }

  /** Each position once, with what it did, as if there had been one process all along. */
  private void checkComplete(OperationHistory history) {
    OperationHistory expected = new MemoryOperationHistory();
    try (OperationRecorder recorder = new OperationRecorder(expected, new MemoryCatalog())) {
      Populations replayed = Populations.inMemory();
      replayed.observe(recorder);
      FileAmendmentLog.open(folder.resolve("log"), replayed).close();
    }
    assertThat(history.position()).isEqualTo(expected.position());
    for (long id = 1; id <= expected.position(); id++)
      assertThat(history.find(id)).isEqualTo(expected.find(id)).isPresent();
  }

  @Test
  void every_record_has_its_operation_whatever_the_process_had_written_when_it_ended() {
    SplittableRandom random = new SplittableRandom(1);
    RandomRecords records = new RandomRecords(1);
    Forgetful history = new Forgetful();
    for (int round = 0; round < 20; round++) {
      boolean outOfReach = random.nextInt(3) == 0;
      history.refusing.set(outOfReach);
      recordSome(history, records, random.nextInt(400), outOfReach || random.nextBoolean());
    }
    history.refusing.set(false);
    recordSome(history, records, 0, true);
    checkComplete(history);
  }

  @Test
  void a_history_that_begins_later_than_the_checkpoints_is_made_up_for() throws IOException {
    RandomRecords records = new RandomRecords(2);
    recordSome(new MemoryOperationHistory(), records, 500, false);
    OperationHistory lost = new MemoryOperationHistory();
    recordSome(lost, records, 50, false);
    checkComplete(lost);
  }

  @Test
  void waiting_for_what_cannot_be_recorded_ends() {
    Forgetful history = new Forgetful();
    history.refusing.set(true);
    OperationRecorder recorder = new OperationRecorder(history, new MemoryCatalog());
    Populations populations = Populations.inMemory();
    populations.observe(recorder);
    recorder.awaitAll();
    LogRecord record = new RandomRecords(3).next();
    populations.apply(1, record);
    Thread closing = Thread.ofPlatform().start(recorder::close);
    assertThatThrownBy(recorder::awaitAll).isInstanceOf(CatalogUnavailable.class);
    assertThat(history.position()).isZero();
    assertThat(recorder.position()).isZero();
    assertThat(closing).isNotNull();
  }

  /** A history whose store is out of reach at times. */
  private static final class Forgetful implements OperationHistory {
    private final OperationHistory kept = new MemoryOperationHistory();
    private final AtomicBoolean refusing = new AtomicBoolean();

    @Override
    public void append(List<Operation> operations) {
      if (refusing.get())
        throw new CatalogUnavailable("not now", new IllegalStateException("refusing"));
      kept.append(operations);
    }

    @Override
    public long position() {
      return kept.position();
    }

    @Override
    public Optional<Operation> find(long id) {
      return kept.find(id);
    }

    @Override
    public List<Operation> after(long id, int limit) {
      return kept.after(id, limit);
    }

    @Override
    public dev.rollcall.audience.Page<Operation> list(
        long segmentId, Instant since, int offset, int limit) {
      return kept.list(segmentId, since, offset, limit);
    }

    @Override
    public List<Operation> upTo(long segmentId, long id, int limit) {
      return kept.upTo(segmentId, id, limit);
    }

    @Override
    public OptionalLong lastAt(long segmentId, Instant moment) {
      return kept.lastAt(segmentId, moment);
    }

    @Override
    public Optional<Operation> keyed(long applicationId, long keyHi, long keyLo) {
      return kept.keyed(applicationId, keyHi, keyLo);
    }

    @Override
    public int forgetKeys(Instant before, int limit) {
      return kept.forgetKeys(before, limit);
    }
  }
}
