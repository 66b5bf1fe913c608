package dev.rollcall.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all, whenever the machine stops. */
public final class DurableFiles {
  public static final String UNFINISHED = ".tmp";

  private DurableFiles() {}

  /**
   * Writes a file under another name, forces it to the disk, and renames it. The name itself is
   * durable when the folder was forced.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path unfinished = unfinished(file);
    try (FileChannel channel = create(unfinished)) {
      writeFully(channel, ByteBuffer.wrap(bytes));
      channel.force(true);
    }
    rename(unfinished, file);
  }

  public static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes the names in the folder durable. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a folder that is not there, and its name and those above it durable. */
  public static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) createFolder(above);
    Files.createDirectories(folder);
    if (above != null) forceFolder(above);
  }
}
