package dev.rollcall.http.listener;

import java.time.Duration;

/**
 * Tells of a client that it stopped in the middle of a request, or as good as stopped, or is silent
 * for long between two, or takes nothing of its answer: it would keep its connection, and its
 * body's place among those read, for as long as it likes.
 */
final class Pace {
  /** The tick at which one that has brought next to nothing is given up: it had two whole. */
  private static final int LAST_TICK = 3;

  /** Bytes that come in that time at least, when a request is not whole in it. */
  private static final long LEAST_BYTES = 8 << 10;

  private static final Duration MAX_IDLE = Duration.ofMinutes(2);

  private final long idleTicks;
  private long restedAt;
  private long idle;
  private long before;
  private int ticks;
  private long leftBefore;
  private int partBefore;
  private long stuck;

  Pace(Duration tick) {
    this.idleTicks = Math.max(1, MAX_IDLE.dividedBy(tick));
  }

  /** A request begins, or is over; from here on is counted. */
  void restart(long came) {
    restedAt = came;
    idle = 0;
    before = came;
    ticks = 0;
  }

  /**
   * Whether to hang up.
   *
   * @param came bytes so far
   * @param between whether no request has begun, as far as its head is there
   * @param waiting whether the client is waited for, and not the server
   */
  boolean tick(long came, boolean between, boolean waiting) {
    if (!waiting) {
      restart(came);
      return false;
    }
    if (between && came == restedAt) return ++idle >= idleTicks;
    if (++ticks < LAST_TICK) return false;
    boolean stopped = came - before < LEAST_BYTES;
    before = came;
    ticks = 1;
    return stopped;
  }

  /**
   * Whether to hang up on a client that does not take its answer. The system holds so much of one
   * that a slow client is seen to take some only now and then.
   *
   * @param left bytes of the answer that the system has not taken yet
   * @param part tells the parts of answers apart
   */
  boolean stuck(long left, int part) {
    boolean same = left > 0 && left == leftBefore && part == partBefore;
    leftBefore = left;
    partBefore = part;
    stuck = same ? stuck + 1 : 0;
    return stuck >= idleTicks;
  }
}
