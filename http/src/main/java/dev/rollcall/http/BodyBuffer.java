package dev.rollcall.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A buffer that one body after another is read into, and that keeps nothing of them: bodies hold
 * raw identifiers. Used again, since a new array of a body's size costs the collector more than its
 * bytes: beyond half a region each is an object of its own kind.
 */
final class BodyBuffer {
  private static final int FIRST_BYTES = 64 << 10;

  /** Bytes kept from one body to the next, at most; 50,000 SHA-256 take 3.4 MB. */
  private static final int KEPT_BYTES = 4 << 20;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** Reads a body to its end, which its stream bounds. */
  void read(InputStream body) throws IOException {
    for (int read = 0; read >= 0; length += Math.max(read, 0)) {
      if (length == bytes.length) grow();
      read = body.read(bytes, length, bytes.length - length);
    }
  }

  private void grow() {
    byte[] smaller = bytes;
    bytes = Arrays.copyOf(smaller, 2 * smaller.length);
    Arrays.fill(smaller, (byte) 0);
  }

  /** The body, and zeros behind it. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Forgets the body. */
  void erase() {
    Arrays.fill(bytes, 0, length, (byte) 0);
    length = 0;
    if (bytes.length > KEPT_BYTES) bytes = new byte[FIRST_BYTES];
  }
}
