package dev.rollcall.http.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.compute.webhook.Courier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends a message on a connection of its own and reads no more of the answer than its status.
 *
 * <p>The address that was looked at is the one connected to: with a client that resolves names by
 * itself, a name could mean another address by then. Redirects are not followed.
 */
public final class SocketCourier implements Courier, AutoCloseable {
  /** From the first byte to the last: connecting, TLS, the message, the status. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int STATUS_LINE_BYTES = 1_024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

  private final Targets targets;
  private final Duration patience;

  /** Asked when it is needed: reading what the machine trusts takes a while. */
  private final Supplier<SSLSocketFactory> tls;

  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-deadlines").factory());

  public SocketCourier(Targets targets) {
    this(targets, PATIENCE);
  }

  SocketCourier(Targets targets, Duration patience) {
    this(targets, patience, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  SocketCourier(Targets targets, Duration patience, Supplier<SSLSocketFactory> tls) {
    this.targets = targets;
    this.patience = patience;
    this.tls = tls;
  }

  @Override
  public String refusal(URI url) {
    return targets == Targets.ANY || "https".equals(url.getScheme())
        ? ""
        : "url must begin with https://, as messages go over the internet";
  }

  @Override
  public Reply send(URI url, Map<String, String> headers, String body) {
    AtomicBoolean late = new AtomicBoolean();
    try (Socket socket = new Socket()) {
      ScheduledFuture<?> deadline =
          deadlines.schedule(() -> cut(socket, late), patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return new Reply.Answered(exchange(socket, url, headers, body));
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException e) {
      return new Reply.Unreached(late.get() ? "no answer in time" : why(e));
    }
  }

  /** Ends an exchange that takes too long, wherever it is. */
  private static AtomicBoolean cut(Socket socket, AtomicBoolean late) throws IOException {
    late.set(true);
    socket.close();
    return late;
  }

  /** The server's own words: those of an exception may say what its network looks like. */
  private static String why(IOException e) {
    return switch (e) {
      case RefusedTarget refused -> "the address is not of the internet";
      case UnknownHostException unknown -> "the host is not known";
      case ConnectException refused -> "the connection was refused";
      case SocketTimeoutException slow -> "no answer in time";
      case SSLException tls -> "TLS failed";
      default -> "the connection was lost";
    };
  }

  private int exchange(Socket socket, URI url, Map<String, String> headers, String body)
      throws IOException {
    boolean secured = "https".equals(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : secured ? 443 : 80;
    String host = url.getHost();
    socket.setSoTimeout((int) patience.toMillis());
    socket.connect(new InetSocketAddress(allowed(host), port), (int) patience.toMillis());
    if (!secured) return exchange(socket, request(url, headers, body));
    try (SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, host, port, true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return exchange(secure, request(url, headers, body));
    }
  }

  private InetAddress allowed(String host) throws IOException {
    String name = host.startsWith("[") ? host : IDN.toASCII(host);
    for (InetAddress address : InetAddress.getAllByName(name))
      if (targets.allows(address)) return address;
    throw new RefusedTarget();
  }

  private static final class RefusedTarget extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static byte[] request(URI url, Map<String, String> headers, String body) {
    byte[] content = body.getBytes(UTF_8);
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(path).append(query).append(" HTTP/1.1\r\n");
    head.append("host: ").append(url.getHost());
    if (url.getPort() >= 0) head.append(':').append(url.getPort());
    head.append("\r\ncontent-length: ").append(content.length).append("\r\nconnection: close\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static int exchange(Socket socket, byte[] request) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(request);
    out.flush();
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < STATUS_LINE_BYTES; c = in.read())
      line.append((char) c);
    Matcher status = STATUS.matcher(line.toString().strip());
    if (!status.matches()) throw new IOException("not HTTP");
    return Integer.parseInt(status.group(1));
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
  }
}
