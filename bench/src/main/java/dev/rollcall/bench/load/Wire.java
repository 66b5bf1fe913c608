package dev.rollcall.bench.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive connection for one request at a time. It reads answers that have a Content-Length,
 * which the server's all do.
 */
public final class Wire implements AutoCloseable {
  /** What came back. */
  public record Answer(int status, String text) {}

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[8 << 10];

  public Wire(URI server) throws IOException {
    socket = new Socket(InetAddress.getByName(server.getHost()), server.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    out = socket.getOutputStream();
  }

  /** A request as it goes over the wire. */
  public static byte[] request(String method, String path, String token, byte[] body) {
    return whole(head(method, path, token, body.length), body);
  }

  /** A request whose body is CSV in gzip, as it goes over the wire. */
  public static byte[] csv(String method, String path, String token, byte[] body) {
    String type = "text/csv\r\nContent-Encoding: gzip";
    return whole(head(method, path, token, type, body.length), body);
  }

  private static byte[] whole(String head, byte[] body) {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  static String head(String method, String path, String token, int length) {
    return head(method, path, token, "application/json", length);
  }

  private static String head(String method, String path, String token, String type, int length) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + token
        + "\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  public Answer send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    int status = Integer.parseInt(readLine().substring(9, 12));
    int length = 0;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) throw new EOFException("the answer broke off");
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private String readLine() throws IOException {
    int length = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("the connection was closed");
      if (b != '\r') line[length++] = (byte) b;
    }
    return new String(line, 0, length, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
