package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A file to send, or standard input, unpacked when it is packed with gzip. */
final class InputFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Optional<Path> path;
  private final long size;
  private final Counted packed;
  private final InputStream stream;

  private InputFile(Optional<Path> path, long size, InputStream input) throws IOException {
    this.path = path;
    this.size = size;
    this.packed = new Counted(input);
    BufferedInputStream buffered = new BufferedInputStream(packed, BUFFER);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    this.stream = gzip ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  /** The file of this name; {@code -} is standard input. */
  static InputFile open(String name, InputStream standardInput) {
    try {
      if (name.equals("-")) return new InputFile(Optional.empty(), -1, standardInput);
      Path path = Path.of(name).toAbsolutePath().normalize();
      if (!Files.isRegularFile(path)) throw new Failure("there is no file " + name);
      return new InputFile(Optional.of(path), Files.size(path), Files.newInputStream(path));
    } catch (IOException e) {
      throw new Failure(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where it is; empty for standard input. */
  Optional<Path> path() {
    return path;
  }

  InputStream stream() {
    return stream;
  }

  /** The part read, 0 to 1; negative when its size is not known. */
  double fraction() {
    return size < 0 ? -1 : size == 0 ? 1 : (double) packed.count / size;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** Counts what is read through it. */
  private static final class Counted extends FilterInputStream {
    private long count;

    private Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) count++;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) count += read;
      return read;
    }
  }
}
