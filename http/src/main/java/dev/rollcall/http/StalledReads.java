package dev.rollcall.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hangs up on clients that stop in the middle of a request: the listener itself does so between
 * requests alone, and such a client would keep its connection, and its body's place among those
 * read, for as long as it likes.
 *
 * <p>A connection is read by a virtual thread of its own, and interrupting that closes the socket.
 */
final class StalledReads implements Http1ConnectionListener, AutoCloseable {
  /** The tick at which a read that has brought nothing is given up: it had two of them whole. */
  private static final int LAST_TICK = 3;

  private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();
  private final Thread watch;

  /**
   * Begins to watch.
   *
   * @param tick a half of what a head, or the next part of a body, may take at least
   */
  StalledReads(Duration tick) {
    watch = Thread.ofVirtual().name("stalled-reads").start(() -> every(tick));
  }

  /** A read under way. */
  private static final class Wait {
    private int ticks;
    private boolean over;

    synchronized void tick(Thread reader) {
      if (!over && ++ticks == LAST_TICK) reader.interrupt();
    }

    /** Whether the read came too late. From now on nothing interrupts the reader. */
    synchronized boolean end() {
      over = true;
      return ticks >= LAST_TICK;
    }
  }

  private void every(Duration tick) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(tick);
        tick();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    waits.forEach((reader, wait) -> {
      wait.tick(reader);
      if (!reader.isAlive()) waits.remove(reader);
    });
  }

  private void begin() {
    waits.put(Thread.currentThread(), new Wait());
  }

  private boolean end() {
    Wait wait = waits.remove(Thread.currentThread());
    boolean late = wait != null && wait.end();
    if (late) Thread.interrupted(); // What comes after the read is not to be broken off.
    return late;
  }

  /** The first line of a request is there; the rest of its head is waited for. */
  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    begin();
  }

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    end();
  }

  /** The same body, watched. */
  InputStream body(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        boolean late;
        int read;
        begin();
        try {
          read = super.read(into, offset, length);
        } finally {
          late = end();
        }
        if (late) throw new IOException("the client stopped in the middle of its body");
        return read;
      }
    };
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
