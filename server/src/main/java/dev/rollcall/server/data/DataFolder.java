package dev.rollcall.server.data;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where things lie in the folder a server keeps everything in. */
public record DataFolder(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** The folder, made when there is none; only its owner can look into it. */
  public static DataFolder at(Path path) {
    try {
      if (!Files.isDirectory(path)) Files.createDirectories(path, OWNERS_ONLY);
      return new DataFolder(path);
    } catch (IOException e) {
      throw new Failure("the data folder " + path + " cannot be made: " + e.getMessage(), e);
    }
  }

  public Path log() {
    return path.resolve("log");
  }

  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  public Path events() {
    return path.resolve("events");
  }

  public Path snapshots() {
    return path.resolve("snapshots");
  }

  /**
   * Takes the folder for this process until it ends or closes the lock.
   *
   * @throws Failure when another process has it
   */
  public FileChannel lock() {
    Path file = path.resolve("lock");
    try {
      FileChannel channel = FileChannel.open(file, CREATE, WRITE);
      if (tryLock(channel) != null) return channel;
      channel.close();
    } catch (IOException e) {
      throw new Failure("the data folder " + path + " cannot be locked: " + e.getMessage(), e);
    }
    throw new Failure("another server runs on the data folder " + path);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }
}
