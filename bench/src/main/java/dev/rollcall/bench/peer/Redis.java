package dev.rollcall.bench.peer;

import dev.rollcall.bench.peer.Peer.Absent;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Redis server of its own, and a connection that sends many commands before it reads the answers.
 */
final class Redis implements AutoCloseable {
  private static final int START_SECONDS = 10;

  private final Process process;
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private int pending;

  private Redis(Process process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    this.out = new BufferedOutputStream(socket.getOutputStream(), 256 << 10);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
  }

  /** Starts the server on the path; every write is forced to its file before it is answered. */
  static Redis start(Path folder) throws Exception {
    Files.createDirectories(folder);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process;
    try {
      process =
          Peer.process(
                  List.of(
                      "redis-server",
                      "--port",
                      Integer.toString(port),
                      "--dir",
                      folder.toString(),
                      "--save",
                      "",
                      "--appendonly",
                      "yes",
                      "--appendfsync",
                      "always",
                      "--auto-aof-rewrite-percentage",
                      "0"))
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new Absent("there is no redis-server on the path");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        return new Redis(process, new Socket(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          process.destroy();
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  /** Sends a command without waiting for what it answers. */
  void send(Object... words) throws IOException {
    begin(words.length);
    for (Object word : words) word(word.toString());
  }

  /** Begins a command of so many words, each to be given next. */
  void begin(int words) throws IOException {
    out.write(("*" + words + "\r\n").getBytes(StandardCharsets.US_ASCII));
    pending++;
  }

  void word(String word) throws IOException {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write('\r');
    out.write('\n');
  }

  /** Reads the answers of everything sent; the sum of those that are numbers. */
  long answers() throws IOException {
    out.flush();
    long sum = 0;
    for (; pending > 0; pending--) {
      String line = line();
      switch (line.charAt(0)) {
        case ':' -> sum += Long.parseLong(line.substring(1));
        case '+' -> {}
        case '-' -> throw new IOException(line);
        default -> throw new IOException("unexpected: " + line);
      }
    }
    return sum;
  }

  /** Sends a command whose answer is a text. */
  String text(Object... words) throws IOException {
    send(words);
    out.flush();
    pending--;
    int length = Integer.parseInt(line().substring(1));
    byte[] text = in.readNBytes(length);
    line();
    return new String(text, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("the server closed the connection");
      if (b != '\r') line.append((char) b);
    }
    return line.toString();
  }

  /** Bytes that its data takes in memory. */
  double bytes() throws IOException {
    return text("INFO", "memory")
        .lines()
        .filter(line -> line.startsWith("used_memory_dataset:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    process.destroy();
    process.onExit().join();
  }
}
