package dev.rollcall.http.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncomingBodyTest {
  private static final int PIECE_BYTES = 64 << 10;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<ByteBuf> given = new ArrayList<>();
  private IncomingBody body = new IncomingBody(true, asked::incrementAndGet);

  private ByteBuf piece(byte[] bytes) {
    ByteBuf piece = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    given.add(piece);
    return piece;
  }

  private void add(String text) {
    body.add(piece(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void addLarge() {
    body.add(piece(new byte[PIECE_BYTES]));
  }

  /** Until no more is wanted. */
  private int fill() {
    int pieces = 0;
    for (; body.wanted(); pieces++) addLarge();
    return pieces;
  }

  private String read() throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  @AfterEach
  void everyPieceWasLetGoOf() {
    body.forget();
    assertThat(given).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
  }

  @Test
  void aBodyIsReadInItsOrderToItsEnd() throws Exception {
    add("abc");
    add("d");
    add("efg");
    body.end();
    assertThat(body.read()).isEqualTo('a');
    assertThat(read()).isEqualTo("bcdefg");
    assertThat(body.read()).isEqualTo(-1);
    assertThat(body.read(new byte[0], 0, 0)).isZero();
    assertThat(given).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
    assertThat(asked).as("it comes without being asked for").hasValue(0);
  }

  @Test
  void nothingIsWantedBeforeItIsRead() throws Exception {
    body = new IncomingBody(false, asked::incrementAndGet);
    assertThat(body.wanted()).isFalse();
    AtomicReference<String> read = new AtomicReference<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                read.set(read());
              } catch (IOException e) {
                read.set(e.toString());
              }
            });
    while (asked.get() == 0) Thread.onSpinWait();
    assertThat(body.wanted()).isTrue();
    add("abc");
    body.end();
    reader.join();
    assertThat(read).hasValue("abc");
    assertThat(asked).hasValue(1);
  }

  @Test
  void noMoreIsWantedWhileMuchIsHeld() throws Exception {
    assertThat(fill()).isBetween(1, 8);
    assertThat(asked).hasValue(0);
    int left = given.size();
    byte[] into = new byte[PIECE_BYTES];
    while (asked.get() == 0) {
      assertThat(body.wanted()).as("while %d are left nobody will receive more", left).isFalse();
      assertThat(body.read(into, 0, into.length)).isPositive();
      left--;
    }
    assertThat(left).isPositive();
    assertThat(body.wanted()).isTrue();
    assertThat(fill()).isPositive();
    assertThat(asked).hasValue(1);
  }

  @Test
  void tinyPiecesCountForTheMemoryTheyHold() {
    int pieces = 0;
    for (; body.wanted() && pieces < 100_000; pieces++) add("x");
    assertThat(pieces).isLessThan(10_000);
  }

  @Test
  void allOfItIsReadWhateverIsHeld() throws Exception {
    int pieces = 100;
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < pieces; i++) {
                while (!body.wanted()) Thread.onSpinWait();
                addLarge();
              }
              body.end();
            });
    assertThat(body.readAllBytes()).hasSize(pieces * PIECE_BYTES);
    sender.join();
    assertThat(body.wanted()).isFalse();
  }

  @Test
  void whatCameBeforeABodyBrokeOffIsRead() throws Exception {
    add("abc");
    body.breakOff("gone");
    assertThat(body.readNBytes(3)).hasSize(3);
    assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("gone");
  }

  @Test
  void aBodyThatCameWholeDoesNotBreakOff() throws Exception {
    add("abc");
    body.end();
    body.breakOff("gone");
    assertThat(read()).isEqualTo("abc");
  }

  @Test
  void aBodyThatCannotBeReadDoesNotLookWhole() {
    body.breakOff("damaged");
    body.end();
    assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("damaged");
  }

  @Test
  void whatNobodyWillReadIsLetGoOfWheneverItComes() throws Exception {
    add("abc");
    add("def");
    add("ghi");
    assertThat(body.readNBytes(4)).hasSize(4);
    body.forget();
    assertThat(given).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
    add("late");
    assertThat(given.getLast().refCnt()).isZero();
    assertThat(body.wanted()).isFalse();
    body.forget();
  }

  @Test
  void aReaderThatIsInterruptedWaitsNoLonger() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(body::read).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
