package dev.rollcall.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests over several connections at once, all of them sent and read by the one thread that
 * calls: a client of many threads would take from the server what it measures.
 */
public final class Load {
  /**
   * How long a paced load looks away when nothing is due: shorter would only take from the server.
   */
  private static final long GLANCE_NANOS = 30_000;

  private final URI server;
  private final Source source;
  private final Samples each = new Samples();

  private Load(URI server, Source source) {
    this.server = server;
    this.source = source;
  }

  /** What came back for a request; to be read at once. */
  public interface Answer {
    int status();

    /** From the request's start until its answer was whole. */
    long nanos();

    String text();
  }

  /** Where a connection's next request comes from. */
  @FunctionalInterface
  public interface Source {
    /**
     * The next request, or null when the connection has done its work.
     *
     * @param last what came back for the connection's last one; null before the first
     */
    @Nullable ByteBuffer next(int connection, @Nullable Answer last);
  }

  /**
   * What came of it.
   *
   * @param each how long each request took
   * @param seconds from the first to the last
   * @param clientShare how much of the machine's processors this process took, 0 to 1
   */
  public record Result(Samples each, double seconds, double clientShare) {
    public double perSecond(long unitsEach) {
      return each.size() * (double) unitsEach / seconds;
    }
  }

  /**
   * Sends each connection's next request as soon as its last one is answered, until the source has
   * no more.
   */
  public static Result closed(URI server, int connections, Source source) throws IOException {
    return timed(new Load(server, source), connections, 0);
  }

  /**
   * Sends requests when they are due, at an even pace, over whatever connection is free. A
   * request's time counts from when it was due, so that waiting for a free connection counts too.
   */
  public static Result paced(URI server, int connections, double perSecond, Source source)
      throws IOException {
    return timed(new Load(server, source), connections, perSecond);
  }

  private static Result timed(Load load, int connections, double perSecond) throws IOException {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = machine.getProcessCpuTime();
    long from = System.nanoTime();
    if (perSecond == 0) load.run(connections);
    else load.run(connections, perSecond);
    long took = Math.max(1, System.nanoTime() - from);
    double share =
        (machine.getProcessCpuTime() - cpu) / (double) took / machine.getAvailableProcessors();
    return new Result(load.each, took / 1e9, share);
  }

  private void run(int count) throws IOException {
    try (Selector selector = Selector.open()) {
      List<Connection> connections = connect(count, selector);
      int[] working = {0};
      for (Connection connection : connections) {
        if (begin(connection, null, System.nanoTime())) working[0]++;
      }
      while (working[0] > 0) {
        selector.select(key -> {
          Connection connection = (Connection) key.attachment();
          Answer answer = proceed(connection);
          if (answer != null && !begin(connection, answer, System.nanoTime())) working[0]--;
        });
      }
      for (Connection connection : connections) connection.close();
    } catch (Failed e) {
      throw e.cause;
    }
  }

  private void run(int count, double perSecond) throws IOException {
    try (Selector selector = Selector.open()) {
      Deque<Connection> free = new ArrayDeque<>(connect(count, selector));
      Answer[] last = new Answer[count];
      double gap = 1e9 / perSecond;
      long from = System.nanoTime();
      long sent = 0;
      while (free.size() < count || sent >= 0) {
        while (sent >= 0 && !free.isEmpty() && System.nanoTime() - from >= (long) (sent * gap)) {
          Connection connection = free.pop();
          long due = from + (long) (sent * gap);
          sent++;
          if (!begin(connection, last[connection.number], due)) {
            free.add(connection);
            sent = -1;
          }
        }
        int answered =
            selector.selectNow(key -> {
              Connection connection = (Connection) key.attachment();
              Answer answer = proceed(connection);
              if (answer != null) {
                last[connection.number] = answer;
                free.add(connection);
              }
            });
        if (answered == 0) LockSupport.parkNanos(GLANCE_NANOS);
      }
      for (Connection connection : free) connection.close();
    } catch (Failed e) {
      throw e.cause;
    }
  }

  private List<Connection> connect(int count, Selector selector) throws IOException {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) connections.add(new Connection(i, server, selector));
    return connections;
  }

  private boolean begin(Connection connection, @Nullable Answer last, long since) {
    ByteBuffer request = source.next(connection.number, last);
    if (request == null) return false;
    try {
      connection.begin(request, since);
      return true;
    } catch (IOException e) {
      throw new Failed(e);
    }
  }

  private @Nullable Answer proceed(Connection connection) {
    try {
      Answer answer = connection.proceed();
      if (answer == null) return null;
      if (answer.status() / 100 != 2)
        throw new IOException("status " + answer.status() + ": " + answer.text());
      each.add(answer.nanos());
      return answer;
    } catch (IOException e) {
      throw new Failed(e);
    }
  }

  /** Brings a fault out of the selector's callback. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    Failed(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
