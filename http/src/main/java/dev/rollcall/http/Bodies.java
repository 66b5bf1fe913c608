package dev.rollcall.http;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Opens a request's body: its media type, its encoding and its size are what the route accepts. */
final class Bodies {
  private static final int INFLATE_BUFFER_BYTES = 16 << 10;

  private static final int SKIP_BYTES = 8 << 10;

  private Bodies() {}

  static InputStream open(Request request, Accepts accepts) {
    if (accepts.mediaTypes().isEmpty()) return InputStream.nullInputStream();
    checkMediaType(request.headers().first("content-type"), accepts);
    checkLength(request.headers().first("content-length"), accepts.maxBytes());
    // Bounded before inflation too: compressed input can go on for ever without giving a byte.
    InputStream raw = new BoundedStream(request.body(), accepts.maxBytes());
    @Nullable String encoding = request.headers().first("content-encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) return raw;
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new Refusal(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE.because("The only content encoding read is gzip"));
    }
    return new BoundedStream(inflate(raw), accepts.maxBytes());
  }

  private static void checkMediaType(@Nullable String header, Accepts accepts) {
    // A client that does not say what it sends means what the route reads.
    if (header == null || header.isBlank() || accepts.mediaTypes().contains(mediaType(header)))
      return;
    throw new Refusal(
        ProblemCode.UNSUPPORTED_MEDIA_TYPE.because(
            "The media types read here are " + String.join(", ", accepts.mediaTypes())));
  }

  /** The media type alone, in lower case, without its parameters. */
  static String mediaType(String header) {
    int parameters = header.indexOf(';');
    return (parameters < 0 ? header : header.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static void checkLength(@Nullable String header, long maxBytes) {
    if (header == null) return;
    try {
      if (Long.parseLong(header) > maxBytes) throw tooLarge(maxBytes);
    } catch (NumberFormatException e) {
      throw new Refusal(ProblemCode.INVALID_VALUE.because("Content-Length must be a number"));
    }
  }

  private static Refusal tooLarge(long maxBytes) {
    return new Refusal(
        ProblemCode.BODY_TOO_LARGE.because(
            "The body has at most " + maxBytes + " bytes, after inflation"));
  }

  private static InputStream inflate(InputStream raw) {
    try {
      return new InflatedStream(new GZIPInputStream(raw, INFLATE_BUFFER_BYTES));
    } catch (IOException e) {
      throw notGzip();
    }
  }

  private static Refusal notGzip() {
    return new Refusal(
        ProblemCode.INVALID_VALUE.because(
            "The body is not the gzip that Content-Encoding says it is"));
  }

  /** A gzip body, whose damage is the client's to mend. */
  private static final class InflatedStream extends FilterInputStream {
    InflatedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        throw notGzip();
      }
    }
  }

  /** Refuses what goes beyond the bound once it is read, and what does not come to its end. */
  private static final class BoundedStream extends FilterInputStream {
    private final long maxBytes;
    private long left;

    BoundedStream(InputStream in, long maxBytes) {
      super(in);
      this.maxBytes = maxBytes;
      this.left = maxBytes;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int read = readOrRefuse(into, offset, length);
      if (read > 0) left -= read;
      if (left < 0) throw tooLarge(maxBytes);
      return read;
    }

    /**
     * A client that goes away in the middle is no fault of the server, however the listener puts
     * it.
     */
    private int readOrRefuse(byte[] into, int offset, int length) {
      try {
        return super.read(into, offset, length);
      } catch (Refusal refusal) {
        throw refusal;
      } catch (IOException | RuntimeException e) {
        throw new Refusal(
            ProblemCode.INVALID_VALUE.because("The body could not be read to its end"));
      }
    }

    /** Read, so that it counts. */
    @Override
    public long skip(long bytes) {
      if (bytes <= 0) return 0;
      return Math.max(
          0,
          read(new byte[(int) Math.min(bytes, SKIP_BYTES)], 0, (int) Math.min(bytes, SKIP_BYTES)));
    }
  }
}
