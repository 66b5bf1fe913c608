package dev.rollcall.http.listener;

import static dev.rollcall.http.listener.Served.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.http.Call;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Every byte that is received is let go of, however its request ends: on one thread, by turns. */
class LetGoTest {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final List<ByteBuf> given = new ArrayList<>();
  private EmbeddedChannel channel = connected(waiting::add);

  private static EmbeddedChannel connected(Executor executor) {
    Answers answers =
        new Answers(
            Served.api(
                Route.open(Method.POST, "/unread", call -> text("unread")),
                Route.open(Method.POST, "/begun", LetGoTest::begun),
                Route.open(Method.POST, "/at-once", call -> text(Served.body(call)))
                    .atOnceWhile(path -> true),
                Route.open(
                    Method.POST,
                    "/broken-stream",
                    call -> Response.streaming("text/plain", new Broken())),
                Route.open(
                    Method.POST,
                    "/fails",
                    call -> {
                      throw new AssertionError("failed on purpose");
                    })),
            executor,
            new HttpDate(() -> Instant.EPOCH),
            () -> false);
    RequestDecoder decoder = new RequestDecoder();
    return new EmbeddedChannel(
        decoder, new HttpResponseEncoder(), new Connection(answers, decoder, Duration.ofHours(1))) {
      @Override
      protected SocketAddress remoteAddress0() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
      }
    };
  }

  private static Response begun(Call call) {
    try {
      return text(Integer.toString(call.body().read()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Broken() implements Response.Stream {
    @Override
    public void writeTo(OutputStream out) {
      throw new IllegalStateException("broken on purpose");
    }

    @Override
    public void close() {}
  }

  private void receive(String text) {
    ByteBuf packet = Unpooled.directBuffer();
    packet.writeCharSequence(text, StandardCharsets.US_ASCII);
    given.add(packet);
    channel.writeInbound(packet);
  }

  private static String head(String path, int length) {
    return Served.post("/" + path, "Content-Length: " + length);
  }

  /** What waits for a thread of its own gets it. */
  private void goOn() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
      channel.runPendingTasks();
    }
  }

  private void clientGoes() {
    var _ = channel.close();
    channel.runPendingTasks();
  }

  private void everythingWasLetGoOf() {
    assertThat(given).allSatisfy(packet -> assertThat(packet.refCnt()).isZero());
    channel.releaseOutbound();
  }

  private String answers() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
    }
    return all.toString();
  }

  @Test
  void whenItIsAnswered() {
    for (String path : new String[] {"unread", "begun", "at-once", "nowhere"}) {
      receive(head(path, 3) + "abc");
      goOn();
      assertThat(answers()).startsWith("HTTP/1.1 ");
      everythingWasLetGoOf();
    }
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void whenMoreComesAfterTheAnswer() {
    receive(head("begun", 9) + "abc");
    goOn();
    assertThat(answers()).endsWith("97");
    receive("def");
    receive("ghi" + head("unread", 3) + "abc");
    goOn();
    assertThat(answers()).endsWith("unread");
    everythingWasLetGoOf();
  }

  @Test
  void whenTheClientGoesBeforeTheBodyIsRead() {
    for (String path : new String[] {"unread", "begun", "at-once", "nowhere"}) {
      channel = connected(waiting::add);
      receive(head(path, 9) + "abc");
      receive("def");
      clientGoes();
      goOn();
      everythingWasLetGoOf();
    }
  }

  @Test
  void whenTheClientGoesWhileOtherRequestsWait() {
    receive(head("unread", 3) + "abc" + head("at-once", 3) + "def" + head("unread", 3) + "gh");
    clientGoes();
    goOn();
    everythingWasLetGoOf();
  }

  @Test
  void whenAnsweringFails() {
    receive(head("fails", 9) + "abc");
    assertThatThrownBy(this::goOn).isInstanceOf(AssertionError.class);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    everythingWasLetGoOf();
  }

  @Test
  void whenAStreamBreaksOff() {
    receive(head("broken-stream", 9) + "abc");
    goOn();
    assertThat(channel.isOpen()).isFalse();
    everythingWasLetGoOf();
  }

  @Test
  void whenTheServerTakesNoMore() {
    channel =
        connected(work -> {
          throw new RejectedExecutionException("stopped");
        });
    receive(head("unread", 9) + "abc");
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    everythingWasLetGoOf();
  }
}
