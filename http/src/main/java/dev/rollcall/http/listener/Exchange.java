package dev.rollcall.http.listener;

import dev.rollcall.http.Request;
import dev.rollcall.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. What is answered at once has its body gathered first, and is answered
 * here, on the connection's thread; what may wait is answered by a thread of its own, which reads
 * the body as it comes.
 */
final class Exchange {
  /** Bytes of a body that is gathered, at most. */
  private static final int GATHERED_BYTES = 4 << 10;

  /** Bytes of a body that is received before it is asked for, at most. */
  private static final int EARLY_BYTES = 64 << 10;

  /**
   * Bytes read of a body that is answered already, at most: so many that a client which sends a
   * whole part and is refused learns why, and no more than one would send by mistake.
   */
  static final long MAX_REST_BYTES = 64L << 20;

  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  private final ChannelHandlerContext context;
  private final Answers answers;
  private final HttpRequest head;
  private final Connection.Progress progress;
  private final String target;
  private final int pathEnd;

  /** The client waits to be told before it sends the body. */
  private boolean awaitsWord;

  private byte @Nullable [] gathered;
  private int gatheredBytes;
  private @Nullable IncomingBody body;
  private long rest;
  private boolean received;
  private boolean answered;
  private boolean last;

  Exchange(
      ChannelHandlerContext context,
      Answers answers,
      HttpRequest head,
      Connection.Progress progress) {
    this.context = context;
    this.answers = answers;
    this.head = head;
    this.progress = progress;
    this.target = head.uri();
    int query = target.indexOf('?');
    this.pathEnd = query < 0 ? target.length() : query;
    this.awaitsWord = HttpUtil.is100ContinueExpected(head);
    this.last = !HttpUtil.isKeepAlive(head);
  }

  /** Finds out how the request is to be answered. */
  void begin() {
    boolean chunked = HttpUtil.isTransferEncodingChunked(head);
    long length = chunked ? Long.MAX_VALUE : HttpUtil.getContentLength(head, 0L);
    if (length <= GATHERED_BYTES
        && !awaitsWord
        && !head.headers().contains(HttpHeaderNames.CONTENT_ENCODING) // can be any size inside
        && isAtOnce()) {
      gathered = new byte[(int) length];
      return;
    }
    InputStream read = InputStream.nullInputStream();
    if (length > 0) {
      body = new IncomingBody(length <= EARLY_BYTES && !awaitsWord, this::askForMore);
      read = body;
    }
    answerWaiting(read);
  }

  private boolean isAtOnce() {
    return answers.api().atOnce(head.method().name(), path());
  }

  private void answerWaiting(InputStream read) {
    Request request = request(read);
    try {
      answers.waiting().execute(() -> answer(request));
    } catch (RejectedExecutionException closed) {
      if (body != null) body.forget();
      Connection.hangUp(context);
    }
  }

  private String path() {
    return target.substring(0, pathEnd);
  }

  private Request request(InputStream read) {
    return new Request(
        head.method().name(),
        path(),
        pathEnd == target.length() ? "" : target.substring(pathEnd + 1),
        head.headers()::get,
        ((InetSocketAddress) context.channel().remoteAddress()).getAddress(),
        read);
  }

  /** Called by whoever reads the body. */
  private void askForMore() {
    context.executor().execute(this::receiveMore);
  }

  private void receiveMore() {
    if (awaitsWord && !answered) {
      awaitsWord = false;
      var _ =
          context.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    progress.receive();
  }

  /** Whether more is to come, and to be received now. */
  boolean wantsMore() {
    return !received && (answered || body == null || body.wanted());
  }

  /** Whether all of it has come. */
  boolean received() {
    return received;
  }

  /** Whether its answer was sent. */
  boolean answered() {
    return answered;
  }

  /** Takes a piece of the body. */
  void receive(HttpContent content) {
    ByteBuf bytes = content.content();
    int length = bytes.readableBytes();
    if (content.decoderResult().isFailure()) {
      breakOff("the body cannot be read");
      last = true;
    }
    if (body != null && !answered && length > 0) {
      body.add(bytes);
    } else {
      if (gathered != null) {
        bytes.readBytes(gathered, gatheredBytes, length);
        gatheredBytes += length;
      } else {
        rest += length;
      }
      bytes.release();
    }
    received = content instanceof LastHttpContent;
    if (received) complete();
    else if (rest > MAX_REST_BYTES) Connection.hangUp(context);
  }

  private void complete() {
    if (gathered != null) {
      InputStream read = new ByteArrayInputStream(gathered);
      // Asked once more, as the body may have taken its time.
      if (isAtOnce()) respond(answers.api().handle(request(read)));
      else answerWaiting(read);
    } else if (answered) {
      progress.finished(last);
    } else if (body != null) {
      body.end();
    }
  }

  /** There will be no more of the body. */
  void breakOff(String why) {
    if (body != null) body.breakOff(why);
  }

  /** On a thread of the request's own. */
  private void answer(Request request) {
    try {
      Response response = answers.api().handle(request);
      if (response.stream().isPresent()) stream(response, response.stream().get());
      else context.executor().execute(() -> respond(response));
    } catch (RejectedExecutionException closed) {
      Connection.hangUp(context);
    } catch (RuntimeException | Error e) {
      Connection.hangUp(context);
      throw e;
    } finally {
      if (body != null) body.forget();
    }
  }

  private void respond(Response response) {
    try {
      last |= ends();
      boolean headOnly = head.method().equals(HttpMethod.HEAD);
      context.writeAndFlush(answers.whole(response, headOnly, last)).addListener(this::sent);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "an answer cannot be sent", e);
      Connection.hangUp(context);
    }
  }

  /**
   * Whether the connection ends with the answer: the server stops, or the client was not told to
   * send its body, and cannot know whether to.
   */
  private boolean ends() {
    return answers.closing().getAsBoolean() || (awaitsWord && !received);
  }

  /**
   * A client that goes away while it is written to is nothing to speak of. One that stays is shown
   * by the lost connection that a stream broke off: its end is written only when it is reached.
   */
  private void stream(Response response, Response.Stream stream) {
    try (stream) {
      boolean closed = last || answers.closing().getAsBoolean();
      var _ = context.write(answers.head(response, closed));
      OutgoingBody out = new OutgoingBody(context);
      stream.writeTo(out);
      out.flush();
      context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(this::sent);
    } catch (IOException | UncheckedIOException gone) {
      Connection.hangUp(context);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a stream broke off", e);
      Connection.hangUp(context);
    }
  }

  /** The answer is out, or there is nobody to send it to. */
  private void sent(Future<?> sending) {
    answered = true;
    boolean ends = ends();
    last |= ends;
    if (!sending.isSuccess()) Connection.hangUp(context);
    else if (received || ends) progress.finished(last);
    else progress.receive();
  }
}
