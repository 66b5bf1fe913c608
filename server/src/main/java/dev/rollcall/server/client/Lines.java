package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream as bytes, so that text that is no UTF-8 is found and not mended. Line ends
 * are left out, as is a byte order mark at the start.
 */
final class Lines {
  /** Bytes of one line, at most. */
  static final int LONGEST = 1 << 24;

  private final InputStream in;
  private byte[] bytes;
  private int from;
  private int to;
  private int next;
  private int filled;
  private long number;

  Lines(InputStream in) {
    this(in, 1 << 16);
  }

  Lines(InputStream in, int buffer) {
    this.in = in;
    this.bytes = new byte[buffer];
  }

  /** Goes on to the next line; false at the end. */
  boolean next() throws IOException {
    from = next;
    int end = next;
    while (true) {
      while (end < filled && bytes[end] != '\n') end++;
      if (end < filled) break;
      int searched = end - from;
      boolean more = fill();
      end = from + searched;
      if (!more) break;
    }
    if (end == filled && from == end) return false;
    next = Math.min(end + 1, filled);
    to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    if (++number == 1 && startsWithMark()) from += 3;
    return true;
  }

  private boolean startsWithMark() {
    return to - from >= 3
        && bytes[from] == (byte) 0xef
        && bytes[from + 1] == (byte) 0xbb
        && bytes[from + 2] == (byte) 0xbf;
  }

  /** Moves the line begun to the front of the buffer and reads on behind it. */
  private boolean fill() throws IOException {
    System.arraycopy(bytes, from, bytes, 0, filled - from);
    filled -= from;
    from = 0;
    if (filled == LONGEST)
      throw new Failure("line " + (number + 1) + " is longer than " + LONGEST + " bytes");
    if (filled == bytes.length) bytes = Arrays.copyOf(bytes, Math.min(2 * filled, LONGEST));
    int read = in.read(bytes, filled, bytes.length - filled);
    if (read > 0) filled += read;
    return read >= 0;
  }

  /** The number of this line, from 1. */
  long number() {
    return number;
  }

  /** Holds this line from {@link #from} to {@link #to}, until the next. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Whether this line holds nothing but blanks. */
  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') return false;
    }
    return true;
  }
}
