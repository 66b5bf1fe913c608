package dev.rollcall.storage.file;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what the follower has not seen and finds where the log goes on.
 *
 * <p>A frame is written after the one before it was forced, so only the last one can be torn: what
 * follows the last whole frame is cut off. When a whole frame comes later the bad one was
 * acknowledged and has been damaged since, and so was one that the follower has seen; that is
 * refused.
 */
final class LogReplay {
  private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);
  private static final int CHECKED_AT_ONCE = 1 << 20;

  private final List<LogFile> files;
  private final AmendmentLog.Follower follower;
  private final long furthest;
  private long position;
  private int end;

  LogReplay(List<LogFile> files, AmendmentLog.Follower follower) {
    this.files = files;
    this.follower = follower;
    this.furthest = follower.furthest();
  }

  /** The last position in the log. */
  long position() {
    return position;
  }

  /** Where the next frame goes in the last file. */
  int end() {
    return end;
  }

  void run() throws IOException {
    long seen = follower.position();
    int next = files.size();
    do {
      next--;
    } while (next > 0 && files.get(next).first() > seen + 1);
    position = next < 0 ? 0 : files.get(next).first() - 1;
    for (; next >= 0 && next < files.size(); next++) {
      read(next);
      if (follower.position() > seen) {
        LOG.info("log replayed up to {}, {} files to go", position, files.size() - next - 1);
      }
    }
    if (position < furthest) {
      throw new IllegalStateException(
          "the amendment log ends at position "
              + position
              + " but the populations are at "
              + furthest
              + ": its end is missing");
    }
  }

  private void read(int index) throws IOException {
    Path path = files.get(index).path();
    boolean last = index == files.size() - 1;
    try (Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer file =
          channel
              .map(MapMode.READ_ONLY, 0, channel.size(), arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      applyFrames(path, file);
      if (!isZero(file, end)) {
        if (!last || position < furthest || hasFrame(file, end)) {
          throw new DamagedLog(path, end, "position " + (position + 1) + " is not there");
        }
        cut(path, channel);
      }
    }
    if (!last && files.get(index + 1).first() != position + 1) {
      throw new DamagedLog(
          path, end, "it ends at position " + position + ", before the next file begins");
    }
  }

  private void applyFrames(Path path, ByteBuffer file) {
    end = LogFile.HEAD_BYTES;
    for (Frame frame = Frame.at(file, end);
        frame != null && frame.first() == position + 1;
        frame = Frame.at(file, end)) {
      if (frame.last() > follower.position()) {
        apply(path, frame);
      }
      position = frame.last();
      end = frame.end();
    }
  }

  private void apply(Path path, Frame frame) {
    ByteBuffer records = frame.records();
    for (long at = frame.first(); at <= frame.last(); at++) {
      LogRecord record;
      try {
        record = RecordForm.read(records);
      } catch (RuntimeException e) {
        DamagedLog damaged = new DamagedLog(path, end, "position " + at + " is no known record");
        damaged.initCause(e);
        throw damaged;
      }
      if (at > follower.position()) {
        follower.apply(at, record);
      }
    }
  }

  /** By arrays: the machine compares those eight times as fast before its code is compiled. */
  private static boolean isZero(ByteBuffer file, int from) {
    byte[] read = new byte[CHECKED_AT_ONCE];
    byte[] zeros = new byte[CHECKED_AT_ONCE];
    for (int at = from, bytes; at < file.limit(); at += bytes) {
      bytes = Math.min(CHECKED_AT_ONCE, file.limit() - at);
      file.get(at, read, 0, bytes);
      if (!Arrays.equals(read, 0, bytes, zeros, 0, bytes)) return false;
    }
    return true;
  }

  private static boolean hasFrame(ByteBuffer file, int from) {
    for (int at = from; at < file.limit(); at += Frame.ALIGNMENT) {
      if (Frame.at(file, at) != null) {
        return true;
      }
    }
    return false;
  }

  private void cut(Path path, FileChannel channel) throws IOException {
    LOG.warn("{} ends with a torn write at offset {}, which is cut off", path, end);
    channel.truncate(end);
    channel.force(true);
  }
}
