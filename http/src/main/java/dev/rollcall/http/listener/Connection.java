package dev.rollcall.http.listener;

import dev.rollcall.http.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request after the other, each answered before the next one is looked
 * at. All of it runs on the one thread that the connection has for its life.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  /** The event that says that the server takes no more requests. */
  static final Object CLOSING = new Object();

  private static final Logger LOG = System.getLogger(Connection.class.getName());

  private final Answers answers;
  private final RequestDecoder decoder;
  private final Pace pace;
  private final Duration tick;

  /** What came after a request that is not finished: of one read, at most. */
  private final ArrayDeque<Object> later = new ArrayDeque<>();

  private boolean taking;

  /** The last answer was given, or is on its way: what comes now is not looked at. */
  private boolean over;

  private long cameBefore;
  private @Nullable Exchange exchange;
  private @Nullable Future<?> ticking;

  /**
   * @param tick a half of what the next few bytes of a request may take at least
   */
  Connection(Answers answers, RequestDecoder decoder, Duration tick) {
    this.answers = answers;
    this.decoder = decoder;
    this.tick = tick;
    this.pace = new Pace(tick);
  }

  static void hangUp(ChannelHandlerContext context) {
    var _ = context.close(); // nothing is left to do then
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (answers.closing().getAsBoolean()) {
      hangUp(context);
      return;
    }
    long nanos = tick.toNanos();
    ticking =
        context
            .executor()
            .scheduleAtFixedRate(() -> tick(context), nanos, nanos, TimeUnit.NANOSECONDS);
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    later.add(message);
    takeOn(context);
  }

  /** Goes on to what waits behind a request that is finished. */
  private void takeOn(ChannelHandlerContext context) {
    if (taking) return;
    taking = true;
    try {
      while (!later.isEmpty() && (over || exchange == null || !exchange.received()))
        take(context, later.remove());
    } finally {
      taking = false;
    }
  }

  private void take(ChannelHandlerContext context, Object message) {
    if (over) ReferenceCountUtil.release(message);
    else if (message instanceof HttpRequest head) begin(context, head);
    else if (exchange != null) exchange.receive((HttpContent) message);
    else ReferenceCountUtil.release(message);
  }

  private void begin(ChannelHandlerContext context, HttpRequest head) {
    int refused = refused(head);
    if (refused == 0) {
      pace.restart(decoder.came());
      exchange = new Exchange(context, answers, head, new Progress(context));
      exchange.begin();
    } else {
      ReferenceCountUtil.release(head);
      end();
      Response response = answers.api().unreadable(refused);
      context
          .writeAndFlush(answers.whole(response, false, true))
          .addListener(sent -> part(context));
    }
  }

  /** No more requests are taken. */
  private void end() {
    over = true;
    cameBefore = decoder.came();
    pace.restart(cameBefore);
  }

  /**
   * Says to the client that nothing more will be sent, and waits a while for it to say so too: a
   * connection closed while bytes are on their way to it is reset, and the client may lose the
   * answer.
   */
  private void part(ChannelHandlerContext context) {
    if (answers.closing().getAsBoolean()) {
      hangUp(context);
    } else {
      var _ = ((DuplexChannel) context.channel()).shutdownOutput();
      context.read();
    }
  }

  /**
   * The status of a refusal when the beginning of a request cannot be read, or 0. The decoder takes
   * eight bytes for the body of a web socket's first draft, whose length is not told.
   */
  private static int refused(HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      return switch (head.decoderResult().cause()) {
        case TooLongHttpLineException line -> 414;
        case TooLongHttpHeaderException headers -> 431;
        case null, default -> 400;
      };
    }
    boolean spoken =
        head.protocolVersion().majorVersion() == 1 && head.protocolVersion().minorVersion() > 0;
    if (!spoken) return 505;
    boolean bodyUntold = head.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1);
    return bodyUntold || head.headers().getAll(HttpHeaderNames.HOST).size() != 1 ? 400 : 0;
  }

  /** What a request that is under way has the connection do; on its thread. */
  final class Progress {
    private final ChannelHandlerContext context;

    Progress(ChannelHandlerContext context) {
      this.context = context;
    }

    /** Receives more, when more is wanted. */
    void receive() {
      if (waiting()) context.read();
    }

    /** The request was answered and received. */
    void finished(boolean last) {
      exchange = null;
      pace.restart(decoder.came());
      try {
        if (last) {
          end();
          part(context);
        } else if (!taking) {
          takeOn(context);
          receive();
        }
      } catch (RuntimeException | Error e) { // nobody else would hear of it
        exceptionCaught(context, e);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (over && decoder.came() - cameBefore > Exchange.MAX_REST_BYTES) hangUp(context);
    else if (waiting()) context.read();
  }

  /** Whether the client is waited for, and not the server. */
  private boolean waiting() {
    return over || (later.isEmpty() && (exchange == null || exchange.wantsMore()));
  }

  private void tick(ChannelHandlerContext context) {
    boolean stopped = pace.tick(decoder.came(), exchange == null && !over, waiting());
    if (!stopped && !stuck(context)) return;
    over = true;
    if (exchange != null) exchange.breakOff("the client stopped");
    hangUp(context);
  }

  private boolean stuck(ChannelHandlerContext context) {
    ChannelOutboundBuffer out = context.channel().unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) return pace.stuck(0, 0);
    long left = out.totalPendingWriteBytes() - out.currentProgress();
    return pace.stuck(left, System.identityHashCode(out.current()));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean between = exchange == null || exchange.answered();
    if (event != CLOSING || !between) return;
    over = true;
    hangUp(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (ticking != null) ticking.cancel(false);
    if (exchange != null) exchange.breakOff("the client went away");
    later.forEach(ReferenceCountUtil::release);
    later.clear();
  }

  /** A client that goes away is nothing to speak of. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
    if (!(thrown instanceof IOException)) LOG.log(Level.ERROR, "a connection failed", thrown);
    over = true;
    hangUp(context);
  }
}
