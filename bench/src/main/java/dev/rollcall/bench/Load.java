package dev.rollcall.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends the same kind of request over several connections at once, as fast as they are answered.
 */
final class Load {
  private Load() {}

  /** What came of it. */
  record Result(Samples each, double seconds) {
    double perSecond(long unitsEach) {
      return each.size() * unitsEach / seconds;
    }
  }

  /** Where a connection's next request comes from; null when it is done. */
  @FunctionalInterface
  interface Source {
    byte @org.jspecify.annotations.Nullable [] next(int connection, int turn);
  }

  /** Sends until every connection's source is done. */
  static Result run(Client client, int connections, Source source)
      throws IOException, InterruptedException {
    List<Future<Samples>> running = new ArrayList<>();
    Samples all = new Samples();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      long from = System.nanoTime();
      for (int i = 0; i < connections; i++) {
        int connection = i;
        running.add(threads.submit(() -> send(client, connection, source)));
      }
      for (Future<Samples> one : running) all.addAll(one.get());
      return new Result(all, (System.nanoTime() - from) / 1e9);
    } catch (ExecutionException e) {
      throw new IOException("a connection failed", e.getCause());
    }
  }

  private static Samples send(Client client, int connection, Source source) throws IOException {
    Samples samples = new Samples();
    try (Wire wire = client.connect()) {
      int turn = 0;
      for (byte[] request = source.next(connection, turn++);
          request != null;
          request = source.next(connection, turn++)) {
        long from = System.nanoTime();
        Wire.Answer answer = wire.send(request);
        samples.add(System.nanoTime() - from);
        if (answer.status() != 200)
          throw new IOException("status " + answer.status() + ": " + answer.text());
      }
    }
    return samples;
  }
}
