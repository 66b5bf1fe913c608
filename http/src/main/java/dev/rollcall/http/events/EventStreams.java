package dev.rollcall.http.events;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Pulse;
import dev.rollcall.http.Call;
import dev.rollcall.http.Response;
import dev.rollcall.http.json.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of events, each on its connection's own thread, all waiting for one {@link
 * Pulse}.
 */
public final class EventStreams implements AutoCloseable {
  /** Streams that one application has open at once, at most. */
  public static final int STREAMS_EACH = 32;

  /** Streams open at once, at most. */
  public static final int STREAMS = 1_000;

  /**
   * How long a stream stays open, at most: as long as a token is good, so that one that was taken
   * back opens nothing for longer. The client comes back where it was.
   */
  public static final Duration LIFE = Duration.ofMinutes(15);

  /** The longest silence: proxies close what is silent for a minute, and a client is missed. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final int COME_BACK_MILLIS = 1_000;

  private final Pulse pulse;
  private final LongSupplier nanoTime;
  private final Map<Long, Integer> open = new HashMap<>();
  private int all;

  /**
   * @param pulse closed with this
   */
  public EventStreams(Pulse pulse, LongSupplier nanoTime) {
    this.pulse = pulse;
    this.nanoTime = nanoTime;
  }

  /** What a stream tells. */
  @FunctionalInterface
  public interface Source {
    /** Writes what is new; false when there is to be no more. Waits for nothing. */
    boolean tell(EventWriter out);
  }

  /** The id of the last event that a client that comes back has seen. */
  public static @Nullable String lastSeen(Call call) {
    return call.request().headers().first("last-event-id");
  }

  /** An answer that tells a client which comes back that there is nothing more to come for. */
  public static Response over() {
    return Response.empty(204);
  }

  /**
   * Opens a stream.
   *
   * @throws Refusal {@code streams-limit-exceeded}
   */
  public Response open(Call call, Source source) {
    long application = call.application().id();
    take(application);
    return Response.streaming("text/event-stream", new Told(application, source))
        .with("cache-control", "no-store");
  }

  private synchronized void take(long application) {
    int own = open.getOrDefault(application, 0);
    if (own >= STREAMS_EACH || all >= STREAMS)
      throw new Refusal(
          ProblemCode.STREAMS_LIMIT_EXCEEDED.because(
              own >= STREAMS_EACH
                  ? "At most " + STREAMS_EACH + " streams of an application are open at once"
                  : "At most " + STREAMS + " streams are open at once"));
    open.put(application, own + 1);
    all++;
  }

  private synchronized void give(long application) {
    open.computeIfPresent(application, (id, own) -> own == 1 ? null : own - 1);
    all--;
  }

  /** Streams open now. */
  public synchronized int count() {
    return all;
  }

  /** Ends all streams. */
  @Override
  public void close() {
    pulse.close();
  }

  private final class Told implements Response.Stream {
    private final long application;
    private final Source source;
    private final AtomicBoolean held = new AtomicBoolean(true);

    Told(long application, Source source) {
      this.application = application;
      this.source = source;
    }

    @Override
    public void writeTo(OutputStream bytes) throws IOException {
      EventWriter out = new EventWriter(bytes);
      out.comeBackAfter(COME_BACK_MILLIS);
      long opened = nanoTime.getAsLong();
      long spoke = opened;
      long beat = pulse.latest();
      boolean more = source.tell(out);
      out.flush();
      try {
        boolean goesOn = true;
        while (more && goesOn && nanoTime.getAsLong() - opened < LIFE.toNanos()) {
          goesOn = pulse.awaitAfter(beat);
          beat = pulse.latest();
          more = source.tell(out);
          if (nanoTime.getAsLong() - spoke >= HEARTBEAT.toNanos()) out.heartbeat();
          if (out.flush()) spoke = nanoTime.getAsLong();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      if (held.compareAndSet(true, false)) give(application);
    }
  }
}
