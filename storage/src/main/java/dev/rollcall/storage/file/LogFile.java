package dev.rollcall.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One of the files a log is kept in, named by the first position in it. It begins with a head of
 * {@value #HEAD_BYTES} bytes {magic 8, first position 8, that of the file before 8, CRC-32C 4},
 * little-endian, so that a file missing anywhere but at the end is noticed; frames follow, then
 * zeros.
 *
 * @param previous the first position of the file before, 0 for the first file
 */
record LogFile(Path path, long first, long previous) {
  static final int HEAD_BYTES = 64;
  private static final String ENDING = ".log";
  private static final long MAGIC = 0x3130_474f_4c43_52f5L;
  private static final int CRC_AT = 24;

  static LogFile named(Path folder, long first, long previous) {
    return new LogFile(
        folder.resolve(String.format(Locale.ROOT, "%020d%s", first, ENDING)), first, previous);
  }

  ByteBuffer head() {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(MAGIC).putLong(first).putLong(previous).putInt(crc(head.array()));
    return head.rewind();
  }

  /**
   * The files of a log, in order.
   *
   * @throws DamagedLog when one is missing between them, or has another's name
   */
  static List<LogFile> list(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.list(folder)) {
      paths = all.filter(path -> path.toString().endsWith(ENDING)).sorted().toList();
    }
    List<LogFile> files = new ArrayList<>();
    long previous = 0;
    for (Path path : paths) {
      LogFile file = read(path);
      if (!file.path.equals(named(folder, file.first, 0).path)) {
        throw new DamagedLog(path, 0, "it begins with position " + file.first);
      }
      if (file.previous != previous) {
        Path missing = named(folder, file.previous, 0).path;
        throw new DamagedLog(path, 0, "the file before it, " + missing + ", is missing");
      }
      files.add(file);
      previous = file.first;
    }
    return files;
  }

  /** The paths of a log's files by the first position in each, as their names tell. */
  static NavigableMap<Long, Path> byFirst(Path folder) throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.forEach(path -> {
        String name = path.getFileName().toString();
        if (name.endsWith(ENDING))
          files.put(Long.parseLong(name.substring(0, name.length() - ENDING.length())), path);
      });
    }
    return files;
  }

  private static LogFile read(Path path) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.read(head, 0);
    }
    if (head.getLong(0) != MAGIC || head.getInt(CRC_AT) != crc(head.array())) {
      throw new DamagedLog(path, 0, "its head is not that of a log file of this version");
    }
    return new LogFile(path, head.getLong(8), head.getLong(16));
  }

  private static int crc(byte[] head) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
