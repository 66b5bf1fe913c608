package dev.rollcall.http;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Parses and hashes large bodies on a few platform threads, so that many uploads at once do not
 * keep lookups from the cores.
 *
 * <p>A body is read where its request is; the work on it waits its turn. Bodies that wait take a
 * bounded share of memory: a request beyond it waits before it is read. One application has a part
 * of that share, so that one that sends slowly keeps others from nothing.
 */
public final class BodyWorkers implements AutoCloseable {
  /** Bodies held at once, at most. */
  private static final int BODIES = 64;

  /** Bodies of one application held at once, at most. */
  private static final int BODIES_EACH = 16;

  /** Buffers kept for the next bodies: some more than are worked on at a time. */
  private static final int BUFFERS = 8;

  private static final long STOP_SECONDS = 10;

  private final Semaphore places = new Semaphore(BODIES, true);
  private final Map<Long, Semaphore> placesEach = new ConcurrentHashMap<>();
  private final BlockingDeque<BodyBuffer> idle = new LinkedBlockingDeque<>(BUFFERS);
  private final ExecutorService threads;

  /** What is done with a body. */
  @FunctionalInterface
  public interface Work<T> {
    /** Works on {@code bytes[0, length)}, which are the next body's once this returns. */
    T on(byte[] bytes, int length);
  }

  /**
   * @param count of threads, about as many as there are cores
   */
  public BodyWorkers(int count) {
    this.threads =
        Executors.newFixedThreadPool(count, Thread.ofPlatform().name("body-", 0).factory());
  }

  /**
   * Reads a body to its end and works on it.
   *
   * @param applicationId who sends it
   * @throws Refusal what the work threw, or that the body broke off
   */
  public <T> T work(long applicationId, InputStream body, Work<T> work) {
    Semaphore own =
        placesEach.computeIfAbsent(applicationId, id -> new Semaphore(BODIES_EACH, true));
    own.acquireUninterruptibly();
    places.acquireUninterruptibly();
    try {
      return work(body, work);
    } finally {
      places.release();
      own.release();
    }
  }

  private <T> T work(InputStream body, Work<T> work) {
    BodyBuffer buffer = Objects.requireNonNullElseGet(idle.pollFirst(), BodyBuffer::new);
    boolean done = true;
    try {
      buffer.read(body);
      return threads.submit(() -> work.on(buffer.bytes(), buffer.length())).get();
    } catch (IOException e) {
      throw new Refusal(ProblemCode.INVALID_VALUE.because("The body broke off before its end"));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) throw thrown;
      throw new IllegalStateException("working on a body failed", e.getCause());
    } catch (InterruptedException e) {
      done = false; // the work goes on, on its buffer
      Thread.currentThread().interrupt();
      throw new Refusal(
          ProblemCode.UNAVAILABLE.because("The server is stopping; nothing was changed"));
    } finally {
      if (done) {
        buffer.erase();
        idle.offerFirst(buffer);
      }
    }
  }

  /** Lets what was begun finish, within ten seconds. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) threads.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
