package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.contract.RandomRecords;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordFormTest {
  private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L, 123_000_000);

  @Test
  void a_record_is_read_as_it_was_written_and_passed_over_by_as_many_bytes() {
    RandomRecords records = new RandomRecords(7);
    for (int i = 0; i < 2_000; i++) {
      LogRecord record = records.next();
      ByteBuffer bytes = buffer(Math.toIntExact(RecordForm.bytes(record)));
      RecordForm.write(record, bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      assertThat(bytes.limit() % 8).isZero();
      RecordForm.skip(bytes.flip());
      assertThat(bytes.hasRemaining()).isFalse();
      assertThat(RecordForm.read(bytes.rewind())).isEqualTo(record);
    }
  }

  @Test
  void records_of_the_first_form_are_read_as_they_were() {
    long[] keys = {1, -2, 3, -4, 5, -6};
    checkOld(
        old(1, 1, 3, keys).flip(),
        new LogRecord.Amend(
            7, 8, 9, AT, true, IdentifierType.ofCode(1), new IdentifierKeys(keys, 3)));
    checkOld(
        old(2, 2, 3, keys).flip(),
        new LogRecord.Amend(
            7, 8, 9, AT, false, IdentifierType.ofCode(2), new IdentifierKeys(keys, 3)));
    checkOld(old(3, 0, 0).flip(), new LogRecord.Clear(7, 8, 9, AT));
    checkOld(old(4, 0, 0).flip(), new LogRecord.Drop(7, 8, 9, AT, null));
    byte[] marks = {(byte) 0xc1, 0x42, 0x03};
    checkOld(
        old(5, 0, 3, keys).put(marks).put(new byte[5]).flip(),
        new LogRecord.Link(7, 9, AT, new IdentityRows(marks, keys)));
  }

  /** A record as it was before there were flags. */
  private static ByteBuffer old(int kind, int type, int n, long... keys) {
    ByteBuffer bytes = buffer(200);
    bytes.put((byte) kind).put((byte) type).putShort((short) 0).putInt(n);
    bytes.putLong(7).putLong(8).putLong(9);
    bytes.putLong(AT.getEpochSecond()).putInt(AT.getNano()).putInt(0);
    for (long key : keys) bytes.putLong(key);
    return bytes;
  }

  private static void checkOld(ByteBuffer bytes, LogRecord record) {
    assertThat(RecordForm.read(bytes)).isEqualTo(record);
    assertThat(bytes.hasRemaining()).isFalse();
    RecordForm.skip(bytes.rewind());
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void what_a_later_version_flags_is_refused() {
    ByteBuffer bytes = old(3, 0, 0).flip().putShort(2, (short) 2);
    assertThatThrownBy(() -> RecordForm.read(bytes)).hasMessageContaining("unknown flags");
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
