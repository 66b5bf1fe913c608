package dev.rollcall.http.listener;

import static dev.rollcall.http.listener.Served.await;
import static dev.rollcall.http.listener.Served.body;
import static dev.rollcall.http.listener.Served.post;
import static dev.rollcall.http.listener.Served.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that are read slowly, or never come to their end. */
class BodyTest {
  private static final int PART_BYTES = 1 << 20;
  private static final int PARTS = 64;

  /** What systems hold of a connection on its way, both ends together, at most. */
  private static final long ON_THE_WAY_BYTES = 32L << 20;

  private static final Accepts LARGE = new Accepts(Set.of(Accepts.JSON), 1L << 30);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final Listener listener =
      Served.listening(
          Route.open(Method.POST, "/later", call -> later(call, 0)).accepting(LARGE),
          Route.open(Method.POST, "/slowly", call -> later(call, 1)).accepting(LARGE),
          Route.open(Method.POST, "/broken", this::broken));

  private Response later(Call call, int before) {
    try {
      call.body().readNBytes(before);
      asked.countDown();
      await(goOn);
      return text(Integer.toString(before + body(call).length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response broken(Call call) {
    try {
      return text(body(call));
    } catch (Refusal broken) {
      asked.countDown();
      await(goOn);
      done.set(true);
      throw broken;
    }
  }

  @AfterEach
  void close() {
    goOn.countDown();
    listener.close();
  }

  private void sendAll(RawClient client, byte[] part) {
    try {
      for (int i = 0; i < PARTS; i++) {
        client.send(part);
        sent.addAndGet(part.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkHeldBack(String path) throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(post(path, "Content-Length: " + PARTS * PART_BYTES));
      Thread sender = Thread.ofVirtual().start(() -> sendAll(client, new byte[PART_BYTES]));
      asked.await();
      for (long before = -1; before < sent.get(); Thread.sleep(200)) before = sent.get();
      assertThat(sent.get()).as("sent while nobody reads").isLessThan(ON_THE_WAY_BYTES);
      goOn.countDown();
      assertThat(client.answer().body()).isEqualTo(Integer.toString(PARTS * PART_BYTES));
      sender.join();
    }
  }

  @Test
  void aBodyThatNobodyReadsYetIsHeldBack() throws Exception {
    checkHeldBack("/later");
  }

  @Test
  void aBodyThatIsReadSlowlyIsHeldBack() throws Exception {
    checkHeldBack("/slowly");
  }

  @Test
  void closingWaitsForWhatIsDoneAlthoughTheClientIsGone() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(post("/broken", "Content-Length: 10") + "half");
    }
    asked.await();
    Thread closing = Thread.ofVirtual().start(listener::close);
    assertThat(closing.join(Duration.ofMillis(200))).isFalse();
    goOn.countDown();
    closing.join();
    assertThat(done).isTrue();
  }
}
