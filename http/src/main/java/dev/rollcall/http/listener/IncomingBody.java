package dev.rollcall.http.listener;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way from the thread that receives it to the one that reads it. Nothing is
 * received before it is read, unless it is short, nor much more than was read.
 */
final class IncomingBody extends InputStream {
  /** Bytes received and not read yet beyond which no more are received. */
  private static final int HELD_BYTES = 512 << 10;

  /** What a piece counts for beside its bytes: as much as a packet of one byte keeps in memory. */
  private static final int PIECE_BYTES = 1 << 10;

  /**
   * Bytes for which the reader is woken before the body's end, as each time costs some 10 us. So a
   * client that stops before has not been looked at.
   */
  private static final int WORTH_WAKING_BYTES = 256 << 10;

  private final Runnable receive;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
  private int held;
  private boolean asked;
  private boolean ended;
  private boolean forgotten;

  /** No more is received until the reader asks for it. */
  private boolean full;

  private @Nullable String brokenBy;

  /** The piece being read; the reader's alone. */
  private @Nullable ByteBuf current;

  /**
   * @param asked whether it is received before it is read
   * @param receive asks for more of the body to be received
   */
  IncomingBody(boolean asked, Runnable receive) {
    this.asked = asked;
    this.receive = receive;
  }

  /** Whether more is to be received now. */
  boolean wanted() {
    lock.lock();
    try {
      if (held >= HELD_BYTES) full = true;
      return asked && !full && !ended && !forgotten;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next piece, to be let go of here. */
  void add(ByteBuf piece) {
    lock.lock();
    try {
      if (forgotten) {
        piece.release();
      } else {
        held += piece.readableBytes() + PIECE_BYTES;
        pieces.add(piece);
        if (held >= WORTH_WAKING_BYTES) came.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** There is no more of it. */
  void end() {
    lock.lock();
    try {
      ended = true;
      came.signal();
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more of it; unless it has ended, it is not whole. */
  void breakOff(String why) {
    lock.lock();
    try {
      if (!ended) brokenBy = why;
      came.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Reads no more of it, and lets go of what came and will come; for the reader to call. */
  void forget() {
    lock.lock();
    try {
      forgotten = true;
      pieces.forEach(ByteBuf::release);
      pieces.clear();
      if (current != null) current.release();
      current = null;
      held = 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) return 0;
    ByteBuf piece = current == null ? next() : current;
    if (piece == null) return -1;
    int read = Math.min(length, piece.readableBytes());
    piece.readBytes(into, offset, read);
    current = piece;
    if (!piece.isReadable()) {
      piece.release();
      current = null;
    }
    return read;
  }

  /** The next piece, waited for; null when there is none. */
  private @Nullable ByteBuf next() throws IOException {
    boolean more = false;
    lock.lock();
    try {
      if (!asked) {
        asked = true;
        receive.run();
      }
      while (pieces.isEmpty()) {
        if (brokenBy != null) throw new IOException(brokenBy);
        if (ended) return null;
        came.await();
      }
      ByteBuf piece = pieces.remove();
      held -= piece.readableBytes() + PIECE_BYTES;
      more = full && held < HELD_BYTES / 2;
      if (more) full = false;
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is stopping");
    } finally {
      lock.unlock();
      if (more) receive.run();
    }
  }
}
