package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Projection;
import dev.rollcall.contract.RandomRecords;
import dev.rollcall.contract.SamePopulations;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir private Path temporary;

  private Path logs() {
    return temporary.resolve("log");
  }

  private Path checkpointFolder() {
    return temporary.resolve("checkpoint");
  }

  private Checkpoints open() {
    return open(checkpointFolder());
  }

  /** Opened, with all of it read: nothing goes on beside the test. */
  private static Checkpoints open(Path folder) {
    Checkpoints opened = Checkpoints.open(folder);
    boolean _ = opened.sound();
    return opened;
  }

  private static AmendmentLog.Follower applying(RandomRecords records, int count, Checkpoints to) {
    for (int i = 0; i < count; i++) {
      to.apply(to.position() + 1, records.next());
    }
    return to;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(checkpointFolder())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void a_checkpoint_and_the_logs_tail_are_the_same_as_everything_applied() throws IOException {
    for (long seed = 0; seed < 2; seed++) {
      Path folder = temporary.resolve("seed" + seed);
      RandomRecords records = new RandomRecords(seed);
      Random random = new Random(seed);
      Populations expected = Populations.inMemory();
      for (int round = 0; round < 4; round++) {
        Checkpoints checkpoints = open(folder.resolve("checkpoint"));
        try (AmendmentLog log = FileAmendmentLog.open(folder.resolve("log"), checkpoints)) {
          SamePopulations.check(checkpoints.populations(), expected);
          for (int i = random.nextInt(150); i >= 0; i--) {
            LogRecord record = records.next();
            expected.apply(log.append(record).join(), record);
            if (random.nextInt(50) == 0) {
              checkpoints.write();
            }
          }
        }
        if (random.nextBoolean()) {
          checkpoints.close();
        }
      }
    }
  }

  @Test
  void a_checkpoint_written_while_records_are_applied_is_of_one_moment() throws Exception {
    for (long seed = 0; seed < 3; seed++) {
      Path folder = temporary.resolve("seed" + seed);
      RandomRecords records = new RandomRecords(seed);
      Checkpoints checkpoints = open(folder.resolve("checkpoint"));
      AtomicBoolean done = new AtomicBoolean();
      try (AmendmentLog log = FileAmendmentLog.open(folder.resolve("log"), checkpoints);
          ExecutorService writer = Executors.newSingleThreadExecutor()) {
        Future<?> writing =
            writer.submit(() -> {
              while (!done.get()) {
                checkpoints.write();
              }
              return null;
            });
        for (int i = 0; i < 2000; i++) {
          var _ = log.append(records.next());
        }
        log.append(records.next()).join();
        done.set(true);
        writing.get();
      }
      Checkpoints reopened = open(folder.resolve("checkpoint"));
      assertThat(reopened.position()).isPositive();
      assertThat(reopened.furthest())
          .isEqualTo(
              reopened.populations().all().stream()
                  .mapToLong(Population::position)
                  .max()
                  .orElseThrow());
      FileAmendmentLog.open(folder.resolve("log"), reopened).close();
      SamePopulations.check(reopened.populations(), checkpoints.populations());
    }
  }

  @Test
  void whatever_is_wrong_with_its_files_a_checkpoint_never_gives_a_wrong_population()
      throws IOException {
    RandomRecords records = new RandomRecords(3);
    Checkpoints checkpoints = open();
    try (AmendmentLog log = FileAmendmentLog.open(logs(), checkpoints)) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 60; i++) {
          log.append(records.next()).join();
        }
        checkpoints.write();
      }
    }
    Map<Path, byte[]> sound = new HashMap<>();
    for (Path file : files()) {
      sound.put(file, Files.readAllBytes(file));
    }
    Random random = new Random(4);
    for (Map.Entry<Path, byte[]> file : sound.entrySet()) {
      for (byte[] wrong : damaged(file.getValue(), random)) {
        Files.write(file.getKey(), wrong);
        checkReplayed(checkpoints.populations());
      }
      Files.deleteIfExists(file.getKey());
      checkReplayed(checkpoints.populations());
      for (Map.Entry<Path, byte[]> again : sound.entrySet()) {
        if (!Files.exists(again.getKey())) {
          Files.write(again.getKey(), again.getValue());
        }
      }
    }
  }

  @Test
  void a_large_set_that_is_damaged_where_it_is_mapped_never_outlives_the_check()
      throws IOException {
    Checkpoints checkpoints = open();
    long[] keys = new Random(9).longs(60_000).toArray();
    LogRecord large =
        new LogRecord.Amend(
            1, 1, 1, Instant.EPOCH, true, IdentifierType.EMAIL, new IdentifierKeys(keys, 30_000));
    try (AmendmentLog log = FileAmendmentLog.open(logs(), checkpoints)) {
      log.append(large).join();
    }
    checkpoints.write();
    Map<Path, byte[]> sound = new HashMap<>();
    for (Path file : files()) {
      sound.put(file, Files.readAllBytes(file));
    }
    Path set =
        sound.keySet().stream()
            .filter(file -> file.startsWith(checkpointFolder().resolve("sets")))
            .findFirst()
            .orElseThrow();
    byte[] whole = Files.readAllBytes(set);
    Random random = new Random(10);
    for (int round = 0; round < 20; round++) {
      for (byte[] wrong : damaged(whole, random)) {
        Files.write(set, wrong);
        checkReplayed(checkpoints.populations());
        for (Map.Entry<Path, byte[]> again : sound.entrySet()) {
          Files.write(again.getKey(), again.getValue());
        }
      }
    }
  }

  @Test
  void damage_found_after_the_start_takes_the_checkpoint_out_of_use_and_is_told()
      throws IOException {
    Checkpoints checkpoints = open();
    RandomRecords records = new RandomRecords(11);
    applying(records, 50, checkpoints);
    checkpoints.write();
    applying(records, 50, checkpoints);
    checkpoints.write();
    Path dictionary =
        files().stream()
            .filter(file -> file.toString().endsWith("-100.dictionary"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(dictionary);
    bytes[bytes.length - 5] ^= 1;
    Files.write(dictionary, bytes);

    AtomicBoolean told = new AtomicBoolean();
    Checkpoints opened =
        Checkpoints.open(checkpointFolder(), 1_000, Projection.NONE, () -> told.set(true));
    assertThat(opened.position()).isEqualTo(100);
    assertThat(opened.sound()).isFalse();
    assertThat(told).isTrue();
    applying(records, 1, opened);
    assertThatThrownBy(opened::write).hasMessageContaining("damaged");
    opened.close();
    assertThat(open().position()).isEqualTo(50);
  }

  private static List<byte[]> damaged(byte[] sound, Random random) {
    byte[] flipped = sound.clone();
    byte[] garbage = sound.clone();
    random.nextBytes(garbage);
    if (sound.length > 0) {
      flipped[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return List.of(
        flipped,
        garbage,
        Arrays.copyOf(sound, random.nextInt(sound.length + 1)),
        Arrays.copyOf(sound, sound.length + 1 + random.nextInt(5000)),
        new byte[0]);
  }

  /** As a server that is told of damage ends and starts again. */
  private void checkReplayed(Populations expected) {
    Checkpoints opened;
    do {
      opened = open();
      try {
        FileAmendmentLog.open(logs(), opened).close();
      } catch (RuntimeException e) {
        assertThat(opened.sound()).isFalse();
      }
    } while (!opened.sound());
    SamePopulations.check(opened.populations(), expected);
  }

  @Test
  void a_list_that_has_not_changed_is_not_written_again() throws IOException {
    Checkpoints checkpoints = open();
    applying(new RandomRecords(5), 200, checkpoints);
    checkpoints.write();
    Map<Path, Object> before = new HashMap<>();
    for (Path file : files()) {
      before.put(file, Files.readAttributes(file, "unix:ino"));
    }
    IdentifierKeys one = new IdentifierKeys(new long[] {1, 1}, 1);
    checkpoints.apply(201, onList(99, one));
    checkpoints.write();

    assertThat(files()).containsAll(before.keySet());
    for (Map.Entry<Path, Object> file : before.entrySet()) {
      assertThat(Files.readAttributes(file.getKey(), "unix:ino")).isEqualTo(file.getValue());
    }
    assertThat(files().stream().filter(file -> !before.containsKey(file)))
        .extracting(file -> file.getFileName().toString().replaceAll("^[0-9a-f]{64}$", "set"))
        .containsExactlyInAnyOrder(
            "00000000000000000201.json", "3-201.dictionary", "3-201.graph", "set");
  }

  @Test
  void a_dictionary_without_another_key_is_not_written_again() throws IOException {
    Checkpoints checkpoints = open();
    IdentifierKeys one = new IdentifierKeys(new long[] {1, 1}, 1);
    checkpoints.apply(1, onList(11, one));
    checkpoints.write();
    checkpoints.apply(2, onList(12, one));
    checkpoints.write();
    assertThat(dictionaries()).containsExactly("3-1.dictionary");

    Checkpoints opened = open();
    opened.apply(3, onList(13, one));
    opened.write();
    assertThat(dictionaries()).containsExactly("3-1.dictionary");
    SamePopulations.check(open().populations(), opened.populations());

    opened.apply(4, onList(13, new IdentifierKeys(new long[] {2, 2}, 1)));
    opened.write();
    assertThat(dictionaries()).containsExactly("3-1.dictionary", "3-4.dictionary");
    SamePopulations.check(open().populations(), opened.populations());
  }

  private static LogRecord onList(long segmentId, IdentifierKeys keys) {
    return new LogRecord.Amend(3, segmentId, 1, Instant.EPOCH, true, IdentifierType.EMAIL, keys);
  }

  private List<String> dictionaries() throws IOException {
    return files().stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".dictionary"))
        .toList();
  }

  @Test
  void keeps_the_last_two_and_removes_what_only_older_ones_needed() throws IOException {
    Checkpoints checkpoints = open();
    RandomRecords records = new RandomRecords(6);
    for (int round = 0; round < 5; round++) {
      applying(records, 50, checkpoints);
      checkpoints.write();
    }
    assertThat(files().stream().filter(file -> file.toString().endsWith(".json")))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("00000000000000000200.json", "00000000000000000250.json");
    assertThat(files().stream().filter(file -> file.toString().endsWith(".dictionary")))
        .hasSizeBetween(3, 6);
    assertThat(files()).noneMatch(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void is_written_when_enough_identifiers_came_and_when_it_is_closed() {
    Checkpoints checkpoints =
        Checkpoints.open(checkpointFolder(), 1_000, Projection.NONE, () -> {});
    applying(new RandomRecords(7), 500, checkpoints);
    while (checkpoints.writtenPosition() == 0) {
      Thread.onSpinWait();
    }
    checkpoints.close();
    Checkpoints opened = open();
    assertThat(opened.position()).isEqualTo(500);
    SamePopulations.check(opened.populations(), checkpoints.populations());
  }

  @Test
  @SuppressWarnings("NullAway") // a record that cannot be applied
  void is_not_written_after_a_record_was_applied_in_part() {
    Checkpoints checkpoints = open();
    applying(new RandomRecords(8), 50, checkpoints);
    LogRecord broken =
        new LogRecord.Amend(1, 1, 1, Instant.EPOCH, true, IdentifierType.EMAIL, null);
    assertThatThrownBy(() -> checkpoints.apply(51, broken)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(checkpoints::write).hasMessageContaining("in part");
    checkpoints.close();
    assertThat(open().position()).isZero();
  }
}
