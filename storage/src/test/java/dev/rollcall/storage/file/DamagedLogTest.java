package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.contract.RandomRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening makes of files that are not what was written. */
class DamagedLogTest {
  private static final int FILE = 16_384;
  private static final int RECORDS = 6;

  @TempDir private Path folder;

  private final List<LogRecord> written = new ArrayList<>();
  private Path file = Path.of("");
  private byte[] sound = {};
  private int[] starts = {};

  private static final class Notes implements AmendmentLog.Follower {
    final List<LogRecord> records = new ArrayList<>();
    long furthest;

    @Override
    public long position() {
      return records.size();
    }

    @Override
    public long furthest() {
      return Math.max(position(), furthest);
    }

    @Override
    public void apply(long position, LogRecord record) {
      records.add(record);
    }
  }

  @BeforeEach
  void writeOneFrameForEachRecord() throws IOException {
    RandomRecords records = new RandomRecords(8);
    try (AmendmentLog log = FileAmendmentLog.open(folder, new Notes(), FILE)) {
      for (int i = 0; i < RECORDS; i++) {
        written.add(records.next());
        log.append(written.getLast()).join();
      }
    }
    file = LogFile.named(folder, 1, 0).path();
    sound = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
    starts = new int[RECORDS + 1];
    starts[0] = LogFile.HEAD_BYTES;
    for (int i = 0; i < RECORDS; i++) {
      starts[i + 1] = Objects.requireNonNull(Frame.at(bytes, starts[i])).end();
    }
  }

  private List<LogRecord> open() {
    Notes follower = new Notes();
    FileAmendmentLog.open(folder, follower, FILE).close();
    return follower.records;
  }

  private void checkCutAndGoesOn(byte[] torn) throws IOException {
    Files.deleteIfExists(LogFile.named(folder, RECORDS, 0).path());
    Files.write(file, torn);
    List<LogRecord> kept = written.subList(0, RECORDS - 1);
    assertThat(open()).isEqualTo(kept);
    Notes follower = new Notes();
    try (AmendmentLog log = FileAmendmentLog.open(folder, follower, FILE)) {
      assertThat(log.append(written.getFirst()).join()).isEqualTo(RECORDS);
    }
    assertThat(open()).hasSize(RECORDS).startsWith(kept.toArray(LogRecord[]::new));
  }

  @Test
  void a_frame_of_which_only_the_beginning_was_written_is_cut_off() throws IOException {
    for (int end = starts[RECORDS - 1]; end < starts[RECORDS]; end++) {
      byte[] torn = sound.clone();
      Arrays.fill(torn, end, torn.length, (byte) 0);
      if (Arrays.equals(torn, sound)) {
        continue; // the frame ends with zeros: nothing is missing
      }
      checkCutAndGoesOn(torn);
    }
  }

  @Test
  void a_file_that_ends_in_the_last_frame_is_cut_off_there() throws IOException {
    for (int end = starts[RECORDS - 1]; end < starts[RECORDS]; end++) {
      checkCutAndGoesOn(Arrays.copyOf(sound, end));
    }
  }

  @Test
  void a_frame_of_which_some_sectors_were_not_written_is_cut_off() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 100; round++) {
      byte[] torn = sound.clone();
      int from = starts[RECORDS - 1];
      for (int at = from; at < torn.length; at += 64) {
        if (at == from ? round % 2 == 0 : random.nextBoolean()) {
          byte[] junk = new byte[Math.min(64, torn.length - at)];
          if (random.nextBoolean()) {
            random.nextBytes(junk);
          }
          System.arraycopy(junk, 0, torn, at, junk.length);
        }
      }
      torn[from + random.nextInt(starts[RECORDS] - from)] ^= 1;
      checkCutAndGoesOn(torn);
    }
  }

  @Test
  void a_flipped_byte_before_the_last_frame_is_refused_with_file_and_offset() throws IOException {
    int frame = 2;
    for (int at = starts[frame]; at < starts[frame + 1]; at++) {
      if (at - starts[frame] >= 28 && at - starts[frame] < 32) {
        continue; // four bytes of the head mean nothing
      }
      byte[] flipped = sound.clone();
      flipped[at] ^= 0x10;
      Files.write(file, flipped);
      assertThatExceptionOfType(DamagedLog.class)
          .isThrownBy(this::open)
          .satisfies(damage -> assertThat(damage.file()).isEqualTo(file))
          .satisfies(damage -> assertThat(damage.offset()).isEqualTo(starts[frame]))
          .withMessageContainingAll(file.toString(), "offset " + starts[frame]);
      assertThat(file).hasBinaryContent(flipped);
    }
  }

  @Test
  void an_end_that_a_part_of_the_follower_has_seen_is_not_cut_off() throws IOException {
    byte[] torn = sound.clone();
    torn[starts[RECORDS] - 1] ^= 1;
    Files.write(file, torn);
    Notes follower = notesOf(2);
    follower.furthest = RECORDS;
    assertThatExceptionOfType(DamagedLog.class)
        .isThrownBy(() -> FileAmendmentLog.open(folder, follower, FILE))
        .satisfies(damage -> assertThat(damage.offset()).isEqualTo(starts[RECORDS - 1]));
    assertThat(file).hasBinaryContent(torn);

    Arrays.fill(torn, starts[RECORDS - 1], torn.length, (byte) 0);
    Files.write(file, torn);
    assertThatThrownBy(() -> FileAmendmentLog.open(folder, follower, FILE))
        .hasMessageContainingAll("ends at position " + (RECORDS - 1), "are at " + RECORDS);
  }

  @Test
  void a_frame_that_is_gone_is_refused() throws IOException {
    byte[] gone = sound.clone();
    Arrays.fill(gone, starts[1], starts[2], (byte) 0);
    Files.write(file, gone);
    assertThatExceptionOfType(DamagedLog.class)
        .isThrownBy(this::open)
        .satisfies(damage -> assertThat(damage.offset()).isEqualTo(starts[1]));
  }

  @Test
  void a_bad_last_frame_is_refused_when_the_follower_has_seen_it() throws IOException {
    byte[] flipped = sound.clone();
    flipped[starts[RECORDS - 1] + 40] ^= 1;
    Files.write(file, flipped);
    assertThatExceptionOfType(DamagedLog.class)
        .isThrownBy(() -> FileAmendmentLog.open(folder, notesOf(RECORDS), FILE))
        .satisfies(damage -> assertThat(damage.offset()).isEqualTo(starts[RECORDS - 1]));
    assertThat(file).hasBinaryContent(flipped);
  }

  @Test
  void a_damaged_head_is_refused() throws IOException {
    for (int at = 0; at < 28; at++) {
      byte[] flipped = sound.clone();
      flipped[at] ^= 1;
      Files.write(file, flipped);
      assertThatExceptionOfType(DamagedLog.class)
          .isThrownBy(this::open)
          .withMessageContainingAll(file.toString(), "offset 0");
    }
  }

  @Test
  void a_missing_file_is_refused_whichever_it_is_and_so_is_damage_in_any_but_the_last()
      throws IOException {
    try (AmendmentLog log = FileAmendmentLog.open(folder, notesOf(RECORDS), FILE)) {
      for (int position = RECORDS + 1; position <= RECORDS + 3; position++) {
        log.append(FileAmendmentLogTest.amend(20_000)).join();
      }
    }
    Path second = LogFile.named(folder, RECORDS + 1, 0).path();
    Path third = LogFile.named(folder, RECORDS + 2, 0).path();
    for (Path missing : List.of(file, second)) {
      byte[] content = Files.readAllBytes(missing);
      Files.delete(missing);
      assertThatExceptionOfType(DamagedLog.class)
          .isThrownBy(this::open)
          .withMessageContaining(missing.toString());
      Files.write(missing, content);
    }
    byte[] content = Files.readAllBytes(third);
    content[300] ^= 1;
    Files.write(third, content);
    assertThatExceptionOfType(DamagedLog.class)
        .isThrownBy(this::open)
        .withMessageContaining(third.toString());
  }

  @Test
  void damage_before_the_followers_position_does_not_stop_it_in_files_it_has_passed()
      throws IOException {
    try (AmendmentLog log = FileAmendmentLog.open(folder, notesOf(RECORDS), FILE)) {
      log.append(FileAmendmentLogTest.amend(20_000)).join();
    }
    byte[] flipped = sound.clone();
    flipped[starts[2]] ^= 1;
    Files.write(file, flipped);
    Notes follower = notesOf(RECORDS);
    FileAmendmentLog.open(folder, follower, FILE).close();
    assertThat(follower.records).hasSize(RECORDS + 1);
  }

  private Notes notesOf(int count) {
    Notes notes = new Notes();
    notes.records.addAll(written.subList(0, count));
    return notes;
  }
}
