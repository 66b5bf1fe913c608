package dev.rollcall.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hangs up on clients that stop in the middle of a request, or as good as stop: the listener itself
 * does so between requests alone, and such a client would keep its connection, and its body's place
 * among those read, for as long as it likes. Hangs up as well when chunks, each of which the
 * listener takes whole before anything is asked of it, hold too much memory.
 *
 * <p>A connection is read by a virtual thread of its own, and interrupting that closes the socket.
 */
final class StalledReads implements Http1ConnectionListener, AutoCloseable {
  /** The tick at which a read that has brought next to nothing is given up: it had two whole. */
  private static final int LAST_TICK = 3;

  /** Bytes that come in that time at least, when neither the head nor the body ends in it. */
  static final long LEAST_BYTES = 8 << 10;

  /** Bytes of a chunk, at most: no body that is held whole may have more. */
  static final long MAX_CHUNK_BYTES = 64L << 20;

  /** Bytes of all chunks on their way together, at most: beyond, none has more than its share. */
  private static final long MAX_CHUNKS_BYTES = 256L << 20;

  /** How often chunks on their way are measured: within it, 10 Gbit/s bring 125 MB more. */
  private static final Duration MEASURED_EACH = Duration.ofMillis(100);

  /** The head a connection's thread has read last. */
  private static final ThreadLocal<Wait> HEAD = new ThreadLocal<>();

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final List<Thread> watches;

  /**
   * @param tick a half of what the next few bytes of a head or a body may take at least
   */
  StalledReads(Duration tick) {
    watches =
        List.of(
            Thread.ofVirtual().name("stalled-reads").unstarted(() -> every(tick, this::tick)),
            Thread.ofVirtual()
                .name("chunks-held")
                .unstarted(() -> every(MEASURED_EACH, this::measure)));
  }

  /** Begins to watch. */
  void start() {
    watches.forEach(Thread::start);
  }

  /** The reads of a head, or of a body, one at a time. */
  private final class Wait {
    private final Thread reader = Thread.currentThread();
    private final DataReader data;
    private boolean reading;
    private boolean late;
    private long taken;
    private long before;
    private int ticks;

    Wait(DataReader data) {
      this.data = data;
    }

    Wait begin() {
      synchronized (this) {
        reading = true;
      }
      waits.add(this);
      return this;
    }

    /** Whether the client was hung up on. From now on nothing interrupts the reader. */
    boolean end(int read) {
      waits.remove(this);
      synchronized (this) {
        reading = false;
        taken += read;
        if (late) Thread.interrupted(); // What comes after the read is not to be broken off.
        return late;
      }
    }

    /** Bytes that came and were not given on; of a moment ago, as they are the reader's. */
    long held() {
      return data.available();
    }

    synchronized void tick() {
      if (++ticks < LAST_TICK) return;
      long came = taken + held();
      if (came - before < LEAST_BYTES) hangUp();
      before = came;
      ticks = 1;
    }

    synchronized void hangUp() {
      if (!reading || late) return;
      late = true;
      reader.interrupt();
    }
  }

  private static void every(Duration pace, Runnable look) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(pace);
        look.run();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    waits.forEach(Wait::tick);
    waits.removeIf(wait -> !wait.reader.isAlive());
  }

  private void measure() {
    long all = waits.stream().mapToLong(Wait::held).sum();
    long most =
        all > MAX_CHUNKS_BYTES ? MAX_CHUNKS_BYTES / Math.max(1, waits.size()) : MAX_CHUNK_BYTES;
    for (Wait wait : waits) if (wait.held() > most) wait.hangUp();
  }

  /** The first line of a request is there; the rest of its head is waited for. */
  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    HEAD.set(new Wait(context.dataReader()).begin());
  }

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    HEAD.get().end(0);
  }

  /** The same body, watched. Called, and read, where its head was. */
  InputStream body(InputStream in) {
    Wait wait = new Wait(HEAD.get().data);
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        boolean late;
        int read = 0;
        wait.begin();
        try {
          read = super.read(into, offset, length);
        } finally {
          late = wait.end(read);
        }
        if (late) throw new IOException("the client stopped in the middle of its body");
        return read;
      }
    };
  }

  @Override
  public void close() {
    watches.forEach(Thread::interrupt);
  }
}
