package dev.rollcall.storage.file;

import dev.rollcall.members.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sets of users as files named by their content ids, in subfolders by the first two digits. Equal
 * sets are one file; a file is never changed, so what it holds can be checked by its name.
 */
final class SetFiles {
  private static final Pattern CONTENT_ID = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Set<Path> unforced = ConcurrentHashMap.newKeySet();
  private final AtomicLong writes = new AtomicLong();

  SetFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  private Path file(String contentId) {
    if (!CONTENT_ID.matcher(contentId).matches()) {
      throw new IllegalArgumentException("no content id: " + contentId);
    }
    return folder.resolve(contentId.substring(0, 2)).resolve(contentId);
  }

  boolean holds(String contentId) {
    return Files.exists(file(contentId));
  }

  /** Keeps a set unless it is kept already; its name is durable after {@link #force}. */
  void put(String contentId, byte[] canonicalBytes) {
    Path file = file(contentId);
    if (Files.exists(file)) {
      return;
    }
    try {
      Path parent = Objects.requireNonNull(file.getParent());
      if (!Files.exists(parent)) {
        Files.createDirectories(parent);
        unforced.add(folder);
      }
      // Two threads may bring the same set: each writes a file of its own, and either may stay.
      Path own = file.resolveSibling(contentId + "." + writes.incrementAndGet());
      DurableFiles.write(own, file, canonicalBytes);
      unforced.add(parent);
    } catch (IOException e) {
      throw new UncheckedIOException("set " + file + " cannot be written", e);
    }
  }

  /** Makes the names of all sets durable that were put before. */
  void force() throws IOException {
    for (Path changed : List.copyOf(unforced)) {
      unforced.remove(changed);
      DurableFiles.forceFolder(changed);
    }
  }

  /**
   * Reads a set and checks it. A damaged file is moved aside, so that the same set can be put
   * again.
   *
   * @throws IllegalStateException naming the file when it is missing or damaged
   */
  Members read(String contentId) {
    Path file = file(contentId);
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!Members.contentId(bytes).equals(contentId)) {
        DurableFiles.rename(file, file.resolveSibling(contentId + ".damaged"));
        throw new IllegalStateException("set " + file + " is damaged and was moved aside");
      }
      return Members.fromBytes(bytes);
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("set " + file + " is missing", e);
    } catch (IOException e) {
      throw new UncheckedIOException("set " + file + " cannot be read", e);
    }
  }

  /** Removes every file but these sets. Nothing may be put meanwhile. */
  void retain(Set<String> contentIds) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!contentIds.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }
}
