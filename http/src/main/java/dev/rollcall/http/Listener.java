package dev.rollcall.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Brings requests from the network to the API: HTTP/1.1, a virtual thread a connection. */
public final class Listener implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_REQUEST_LINE_BYTES = 8 << 10;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final Duration MAX_IDLE = Duration.ofMinutes(2);

  /** A client that sends next to nothing for two to three of these in a request is hung up on. */
  private static final Duration STALL_TICK = Duration.ofSeconds(10);

  /**
   * Bytes read of a body that is answered already, at most: so many that a client which sends a
   * whole part and is refused learns why, and no more than one would send by mistake.
   */
  private static final long MAX_REST_BYTES = 64L << 20;

  private static final Logger LOG = System.getLogger(Listener.class.getName());

  private final WebServer server;
  private final StalledReads stalled;
  private volatile boolean closing;
  private volatile @Nullable Api api;

  /**
   * Prepares to listen, which takes a while the first time in a process: so what answers is said
   * only when it is to {@link #start}.
   *
   * @param port 0 for any that is free
   * @param patience how long {@link #close} waits for answers under way
   */
  public Listener(String host, int port, Duration patience) {
    this(host, port, patience, STALL_TICK);
  }

  Listener(String host, int port, Duration patience, Duration stallTick) {
    this.stalled = new StalledReads(stallTick);
    this.server =
        WebServer.builder()
            .host(host)
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(patience)
            .maxTcpConnections(MAX_CONNECTIONS)
            .idleConnectionTimeout(MAX_IDLE)
            // A long answer's end would wait up to 40 ms for what was sent before to be
            // acknowledged.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .protocolsDiscoverServices(false)
            .contentEncoding(encoding ->
                encoding
                    .contentEncodingsDiscoverServices(false)
                    .addContentEncoding(new Undecoded()))
            .directHandlers(this::refuseUnreadable)
            .addProtocol(
                Http1Config.builder()
                    .maxHeadersSize(MAX_HEADER_BYTES)
                    .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                    .sendKeepAliveHeader(false)
                    .addReceiveListener(stalled)
                    .build())
            .routing(routing -> routing.any(this::answer))
            .build();
  }

  /** Starts to listen; the API answers. */
  public Listener start(Api answering) {
    api = answering;
    stalled.start();
    server.start();
    return this;
  }

  /** The port listened on. */
  public int port() {
    return server.port();
  }

  private Api api() {
    return Objects.requireNonNull(api); // nothing comes in before the start
  }

  private void answer(ServerRequest incoming, ServerResponse outgoing) {
    Request request = request(incoming);
    Response response = api().handle(request);
    outgoing.status(response.status());
    response.headers().forEach(outgoing::header);
    if (closing) outgoing.header("connection", "close");
    if (response.stream().isPresent()) {
      send(response.stream().get(), outgoing);
    } else if (response.body().length == 0) {
      outgoing.send();
    } else {
      outgoing.send(response.body());
    }
    if (!closing) readRest(request.body());
  }

  /**
   * Reads what the answer did not wait for, which stands before the next request, watched too. When
   * that is too much, there is no next request.
   */
  private static void readRest(InputStream body) {
    try {
      body.transferTo(new Rest());
    } catch (IOException | UncheckedIOException gone) {
      throw new CloseConnectionException("the body broke off", gone);
    }
  }

  /** Keeps nothing of what it is given, and takes so much. */
  private static final class Rest extends OutputStream {
    private long left = MAX_REST_BYTES;

    @Override
    public void write(int one) throws IOException {
      take(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
    }

    private void take(int length) throws IOException {
      left -= length;
      if (left < 0) throw new IOException("the body goes on too long after its answer");
    }
  }

  /**
   * A client that goes away while it is written to is nothing to speak of. One that stays is shown
   * by the lost connection that a stream broke off: its end is written only when it is reached.
   */
  private static void send(Response.Stream stream, ServerResponse outgoing) {
    try (stream) {
      OutputStream out = outgoing.outputStream();
      stream.writeTo(out);
      out.close();
    } catch (IOException | UncheckedIOException gone) {
      throw new CloseConnectionException("the reader of a stream went away", gone);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a stream broke off", e);
      throw new CloseConnectionException("a stream broke off", e);
    }
  }

  private Request request(ServerRequest incoming) {
    ServerRequestHeaders headers = incoming.headers();
    InputStream body =
        incoming.content().hasEntity()
            ? stalled.body(incoming.content().inputStream())
            : InputStream.nullInputStream();
    return new Request(
        incoming.prologue().method().text(),
        incoming.prologue().uriPath().rawPath(),
        incoming.prologue().query().rawValue(),
        name -> headers.first(HeaderNames.createFromLowercase(name)).orElse(null),
        ((InetSocketAddress) incoming.remotePeer().address()).getAddress(),
        body);
  }

  /** What Helidon cannot read, and so never routes, is refused in the API's form too. */
  private void refuseUnreadable(DirectHandlers.Builder handlers) {
    for (EventType event : EventType.values()) handlers.addHandler(event, this::unreadable);
  }

  private TransportResponse unreadable(
      TransportRequest request,
      EventType event,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    Response response = api().unreadable(status.code());
    response
        .headers()
        .forEach((name, value) -> headers.set(HeaderNames.createFromLowercase(name), value));
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(event.keepAlive())
        .entity(response.body())
        .build();
  }

  /** Takes no more connections, finishes the answers under way, within its patience, and closes. */
  @Override
  public void close() {
    closing = true;
    server.stop();
    stalled.close();
  }
}
