package dev.rollcall.storage.file;

import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets of users as files named by their content ids, in subfolders by the first two digits. Equal
 * sets are one file; a file is never changed, so what it holds can be checked by its name.
 *
 * <p>A set is forced beside whatever else goes on, from when it was put, and has its name only once
 * it is durable: whenever the machine stops, what has a name is whole.
 */
final class SetFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SetFiles.class);
  private static final int MAPPED_FROM_BYTES = 32 << 10;
  private static final Pattern CONTENT_ID = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path folder;

  /** Sets that have their names, known so that to ask for one touches no file. */
  private final Set<String> kept = ConcurrentHashMap.newKeySet();

  /** Where sets are that are not durable yet. */
  private final Map<String, Path> unforced = new ConcurrentHashMap<>();

  /** Folders in which sets got names that are not durable yet. */
  private final Set<Path> renamedIn = ConcurrentHashMap.newKeySet();

  private final ForcingThreads threads = new ForcingThreads();

  /** Each writing thread's buffer: to make one a set costs more than to fill it. */
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

  private final AtomicLong writes = new AtomicLong();

  /** Opens a folder, and removes what a process that was killed had not finished. */
  SetFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (CONTENT_ID.matcher(name).matches()) {
          kept.add(name);
        } else {
          Files.delete(file);
        }
      }
    }
  }

  private Path file(String contentId) {
    if (!CONTENT_ID.matcher(contentId).matches()) {
      throw new IllegalArgumentException("no content id: " + contentId);
    }
    return folder.resolve(contentId.substring(0, 2)).resolve(contentId);
  }

  boolean holds(String contentId) {
    return unforced.containsKey(contentId) || kept.contains(contentId);
  }

  /** Keeps a set unless it is kept already; it is durable after {@link #force}. */
  void put(String contentId, CanonicalSet set) {
    Path file = file(contentId);
    if (holds(contentId)) {
      return;
    }
    try {
      Path parent = Objects.requireNonNull(file.getParent());
      if (!Files.exists(parent)) {
        Files.createDirectories(parent);
      }
      // Two threads may bring the same set: each writes a file of its own, and one stays.
      Path own = file.resolveSibling(contentId + "." + writes.incrementAndGet());
      write(own, set);
      if (unforced.putIfAbsent(contentId, own) != null) {
        Files.delete(own);
      } else {
        threads.begin(() -> force(contentId));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("set " + file + " cannot be written", e);
    }
  }

  /** Gathers the parts, which are a few thousand bytes each, into larger writes. */
  private void write(Path file, CanonicalSet set) throws IOException {
    ByteBuffer buffer = buffers.get().clear();
    try (FileChannel channel = DurableFiles.create(file)) {
      for (ByteBuffer part : set.parts()) {
        ByteBuffer rest = part.duplicate();
        while (rest.hasRemaining()) {
          int length = Math.min(rest.remaining(), buffer.remaining());
          buffer.put(rest.slice(rest.position(), length));
          rest.position(rest.position() + length);
          if (!buffer.hasRemaining()) {
            DurableFiles.writeFully(channel, buffer.flip());
            buffer.clear();
          }
        }
      }
      DurableFiles.writeFully(channel, buffer.flip());
    }
  }

  /** Makes all sets durable that were put before, or says why it cannot. */
  void force() throws IOException {
    threads.await();
    for (String contentId : unforced.keySet()) {
      force(contentId); // what failed before, or came just now
    }
    Set<Path> changed = new HashSet<>(renamedIn);
    for (Path parent : changed) {
      DurableFiles.forceFolder(parent);
    }
    DurableFiles.forceFolder(folder);
    renamedIn.removeAll(changed);
  }

  private void force(String contentId) throws IOException {
    Path written = unforced.get(contentId);
    if (written == null) {
      return; // it is durable already
    }
    synchronized (written) {
      if (!written.equals(unforced.get(contentId))) {
        return;
      }
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Path file = file(contentId);
      DurableFiles.rename(written, file);
      renamedIn.add(Objects.requireNonNull(file.getParent()));
      kept.add(contentId);
      unforced.remove(contentId);
    }
  }

  /**
   * Reads a set and checks it. A damaged file is moved aside, so that the same set can be put
   * again.
   *
   * @throws IllegalStateException naming the file when it is missing or damaged
   */
  Members read(String contentId) {
    byte[] bytes = bytes(contentId);
    if (!Members.contentId(bytes).equals(contentId)) {
      throw damaged(contentId, null);
    }
    return Members.fromBytes(bytes);
  }

  /**
   * The bytes of a set, unchecked.
   *
   * @throws IllegalStateException naming the file when it is missing
   */
  byte[] bytes(String contentId) {
    Path file = file(contentId);
    try {
      Path written = unforced.get(contentId);
      if (written != null) {
        try {
          return Files.readAllBytes(written);
        } catch (NoSuchFileException e) {
          // It was forced just now and has its name.
        }
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      kept.remove(contentId);
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
      throw damaged(contentId, e);
    } catch (NoSuchFileException e) {
      kept.remove(contentId);
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
        throw damaged(contentId, null);
      }
    }
  }

  private IllegalStateException damaged(String contentId, @Nullable Throwable cause) {
    Path file = file(contentId);
    String outcome;
    kept.remove(contentId);
    try {
      DurableFiles.rename(file, file.resolveSibling(contentId + ".damaged"));
      outcome = "was moved aside";
    } catch (IOException e) {
      outcome = "cannot be moved aside: " + e;
    }
    return new IllegalStateException("set " + file + " is damaged and " + outcome, cause);
  }

  /** Removes every durable set but these. Nothing may be put meanwhile. */
  void retain(Set<String> contentIds) throws IOException {
    for (String contentId : List.copyOf(kept)) {
      if (!contentIds.contains(contentId)) {
        kept.remove(contentId);
        Files.deleteIfExists(file(contentId));
      }
    }
  }
}
