package dev.rollcall.storage.file;

import dev.rollcall.members.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets of users as files named by their content ids, in subfolders by the first two digits. Equal
 * sets are one file; a file is never changed, so what it holds can be checked by its name.
 */
final class SetFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SetFiles.class);
  private static final int FORCED_AT_ONCE = 16;
  private static final int MAPPED_FROM_BYTES = 32 << 10;
  private static final Pattern CONTENT_ID = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;

  /** Where sets are that are not durable yet: only durable ones have their name. */
  private final Map<String, Path> unforced = new ConcurrentHashMap<>();

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
    return unforced.containsKey(contentId) || Files.exists(file(contentId));
  }

  /** Keeps a set unless it is kept already; it is durable after {@link #force}. */
  void put(String contentId, byte[] canonicalBytes) {
    Path file = file(contentId);
    if (holds(contentId)) {
      return;
    }
    try {
      Files.createDirectories(file.getParent());
      // Two threads may bring the same set: each writes a file of its own, and one stays.
      Path own = file.resolveSibling(contentId + "." + writes.incrementAndGet());
      Files.write(own, canonicalBytes);
      if (unforced.putIfAbsent(contentId, own) != null) {
        Files.delete(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("set " + file + " cannot be written", e);
    }
  }

  /**
   * Makes all sets durable that were put before. They are forced side by side: the disk takes many
   * at once in a sixth of the time it takes for one after the other.
   */
  void force() throws IOException {
    Set<Path> changed = new HashSet<>();
    List<Future<Path>> forced = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(FORCED_AT_ONCE)) {
      for (String contentId : unforced.keySet()) {
        forced.add(threads.submit(() -> force(contentId)));
      }
      for (Future<Path> file : forced) {
        changed.add(Objects.requireNonNull(file.get().getParent()));
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("the sets in " + folder + " cannot be forced", e);
    }
    changed.add(folder);
    for (Path parent : changed) {
      DurableFiles.forceFolder(parent);
    }
  }

  private Path force(String contentId) throws IOException {
    Path file = file(contentId);
    Path written = Objects.requireNonNull(unforced.get(contentId));
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    DurableFiles.rename(written, file);
    unforced.remove(contentId);
    return file;
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
      byte[] bytes = bytes(contentId);
      if (!Members.contentId(bytes).equals(contentId)) {
        throw damaged(file, null);
      }
      return Members.fromBytes(bytes);
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("set " + file + " is missing", e);
    } catch (IOException e) {
      throw new UncheckedIOException("set " + file + " cannot be read", e);
    }
  }

  /**
   * Opens a durable set where it lies. Only its structure is checked now, the rest by {@link
   * #check}; a small set is read and checked at once, as the number of mappings is limited.
   *
   * @throws IllegalStateException naming the file when it is missing or damaged
   */
  Members map(String contentId) {
    Path file = file(contentId);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() >= MAPPED_FROM_BYTES) {
        return Members.in(channel.map(MapMode.READ_ONLY, 0, channel.size()));
      }
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("set " + file + " is missing", e);
    } catch (IOException e) {
      LOG.warn("set {} cannot be mapped and is read: {}", file, e.toString());
    }
    return read(contentId);
  }

  /**
   * Reads all of a durable set. A damaged file is moved aside, so that the same set can be put
   * again.
   *
   * @throws IllegalStateException naming the file when it is missing or damaged
   */
  void check(String contentId) throws IOException {
    Path file = file(contentId);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (!Members.contentId(channel.map(MapMode.READ_ONLY, 0, channel.size())).equals(contentId)) {
        throw damaged(file, null);
      }
    }
  }

  private static IllegalStateException damaged(Path file, @Nullable Throwable cause) {
    String outcome;
    try {
      DurableFiles.rename(file, file.resolveSibling(file.getFileName() + ".damaged"));
      outcome = "was moved aside";
    } catch (IOException e) {
      outcome = "cannot be moved aside: " + e;
    }
    return new IllegalStateException("set " + file + " is damaged and " + outcome, cause);
  }

  private byte[] bytes(String contentId) throws IOException {
    Path written = unforced.get(contentId);
    if (written != null) {
      try {
        return Files.readAllBytes(written);
      } catch (NoSuchFileException e) {
        // It was forced just now and has its name.
        return Files.readAllBytes(file(contentId));
      }
    }
    return Files.readAllBytes(file(contentId));
  }

  /** Removes every file but these sets. Nothing may be put meanwhile. */
  void retain(Set<String> contentIds) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!contentIds.contains(file.getFileName().toString()) && !unforced.containsValue(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
