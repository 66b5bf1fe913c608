package dev.rollcall.storage.file;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of a log's files by position. It keeps the file it was last in mapped, with the
 * place of every frame in it, and the frame it was last in checked; nothing is read of other files
 * than those asked for.
 */
final class LogReader implements AmendmentLog.Reader {
  private final Path folder;
  private final LongSupplier durable;
  private NavigableMap<Long, Path> files = new TreeMap<>();
  private @Nullable Mapped file;
  private @Nullable Frame frame;
  private long next;

  /**
   * @param durable the last position that may be read
   */
  LogReader(Path folder, LongSupplier durable) {
    this.folder = folder;
    this.durable = durable;
  }

  /** A file with where each of its frames begins, and with which position, as far as was read. */
  private static final class Mapped {
    private final Path path;
    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer bytes;
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Long> firsts = new ArrayList<>();
    private int end = LogFile.HEAD_BYTES;

    Mapped(Path path) throws IOException {
      this.path = path;
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        bytes =
            channel
                .map(MapMode.READ_ONLY, 0, channel.size(), arena)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
      }
    }

    /** The frame that holds the position. */
    Frame frameOf(long position) {
      while (end >= 0 && (firsts.isEmpty() || firsts.getLast() <= position)) {
        Frame.Head head = Frame.headAt(bytes, end);
        if (head == null) break;
        offsets.add(end);
        firsts.add(head.first());
        end = head.end();
      }
      int at = java.util.Collections.binarySearch(firsts, position);
      int offset = offsets.isEmpty() ? end : offsets.get(at >= 0 ? at : Math.max(-at - 2, 0));
      Frame found = Frame.at(bytes, offset);
      if (found == null || position < found.first() || position > found.last())
        throw new DamagedLog(path, offset, "position " + position + " is not there");
      return found;
    }
  }

  @Override
  public LogRecord at(long position) {
    if (position < 1 || position > durable.getAsLong())
      throw new IllegalArgumentException("the log has no position " + position);
    try {
      Frame found = frameOf(position);
      if (next > position || next < found.first()) {
        found.records().rewind();
        next = found.first();
      }
      for (; next < position; next++) RecordForm.skip(found.records());
      next++;
      return RecordForm.read(found.records());
    } catch (IOException e) {
      throw new UncheckedIOException("the amendment log in " + folder + " cannot be read", e);
    }
  }

  private Frame frameOf(long position) throws IOException {
    Frame last = frame;
    if (last != null && last.first() <= position && position <= last.last()) return last;
    Frame found = mapped(position).frameOf(position);
    frame = found;
    next = found.first();
    return found;
  }

  private Mapped mapped(long position) throws IOException {
    Map.Entry<Long, Path> holding = files.floorEntry(position);
    if (holding == null || holding.equals(files.lastEntry())) {
      files = LogFile.byFirst(folder);
      holding = files.floorEntry(position);
    }
    if (holding == null) throw new DamagedLog(folder, 0, "position " + position + " is not there");
    Mapped last = file;
    if (last != null
        && last.path.equals(holding.getValue())
        && last.bytes.limit() == Files.size(last.path)) return last; // else it has got longer
    close();
    Mapped opened = new Mapped(holding.getValue());
    file = opened;
    return opened;
  }

  @Override
  public void close() {
    if (file != null) file.arena.close();
    file = null;
    frame = null;
  }
}
