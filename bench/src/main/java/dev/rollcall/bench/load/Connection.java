package dev.rollcall.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A keep-alive connection of a {@link Load}: one request under way at a time, written and read
 * without blocking.
 */
final class Connection implements AutoCloseable {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  final int number;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Answer answer = new Answer();
  private ByteBuffer in = ByteBuffer.allocate(64 << 10);
  private @Nullable ByteBuffer out;
  private long from;

  /** What came back for a request; overwritten by the next one. */
  static final class Answer implements Load.Answer {
    private int status;
    private long nanos;
    private ByteBuffer body = ByteBuffer.allocate(0);

    @Override
    public int status() {
      return status;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public String text() {
      return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }
  }

  Connection(int number, URI server, Selector selector) throws IOException {
    this.number = number;
    channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getByName(server.getHost()), server.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, 0, this);
  }

  /** Begins a request; its time counts from {@code since}, which may be past. */
  void begin(ByteBuffer request, long since) throws IOException {
    out = request;
    from = since;
    in.clear();
    write();
  }

  /** Goes on with what the socket is ready for; the answer once it is whole, until then null. */
  @Nullable Answer proceed() throws IOException {
    if (out != null) {
      write();
      return null;
    }
    if (channel.read(in) < 0) throw new EOFException("the server closed the connection");
    if (!whole()) {
      if (!in.hasRemaining()) in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
      return null;
    }
    answer.nanos = System.nanoTime() - from;
    key.interestOps(0);
    return answer;
  }

  private void write() throws IOException {
    ByteBuffer request = out;
    if (request == null) return;
    channel.write(request);
    if (request.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
    } else {
      out = null;
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private boolean whole() {
    byte[] bytes = in.array();
    int end = in.position();
    int length = 0;
    int line = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] != '\n') continue;
      if (i - line <= 1) {
        if (end < i + 1 + length) return false;
        answer.status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        answer.body = ByteBuffer.wrap(bytes, i + 1, length);
        return true;
      }
      if (isLength(bytes, line, i)) length = number(bytes, line + LENGTH.length, i);
      line = i + 1;
    }
    return false;
  }

  private static boolean isLength(byte[] bytes, int from, int to) {
    if (to - from < LENGTH.length) return false;
    for (int i = 0; i < LENGTH.length; i++) {
      byte b = bytes[from + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != LENGTH[i]) return false;
    }
    return true;
  }

  private static int number(byte[] bytes, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
