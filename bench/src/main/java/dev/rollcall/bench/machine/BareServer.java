package dev.rollcall.bench.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A process that gives the same answer to whatever it reads, from a virtual thread for each
 * connection: about the most that a server of virtual threads can answer here, with this client.
 */
public final class BareServer implements AutoCloseable {
  private static final int ANSWER_BYTES = 600;
  private static final int READ_BYTES = 8_192;

  private final Process process;
  private final int port;

  private BareServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one in a process of its own. */
  static BareServer start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII)).readLine();
    if (port == null) throw new IOException("the bare server did not start");
    return new BareServer(process, Integer.parseInt(port));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Listens at any free port, says which, and answers until the process is killed. */
  public static void main(String[] arguments) throws IOException {
    byte[] answer =
        ("HTTP/1.1 200 OK\r\ncontent-length: "
                + ANSWER_BYTES
                + "\r\n\r\n"
                + "x".repeat(ANSWER_BYTES))
            .getBytes(US_ASCII);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any)) {
      System.out.println(listener.socket().getLocalPort());
      while (true) {
        SocketChannel connection = listener.accept();
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread.startVirtualThread(() -> answer(connection, answer));
      }
    }
  }

  private static void answer(SocketChannel connection, byte[] answer) {
    ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    ByteBuffer out = ByteBuffer.allocateDirect(answer.length).put(answer);
    try (connection) {
      while (connection.read(in.clear()) > 0) {
        out.rewind();
        while (out.hasRemaining()) connection.write(out);
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }
}
