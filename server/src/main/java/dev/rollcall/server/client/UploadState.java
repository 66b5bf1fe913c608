package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far an upload came: kept in a file of its own, which goes when the upload is complete. It
 * names no identifier.
 */
final class UploadState {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * What is sent where.
   *
   * @param column the column of the file, or empty
   */
  record Upload(String url, String segment, String operation, String file, String column) {}

  /** The file as it was, to notice that it changed. */
  record Version(long size, long modified) {
    static Version of(Path file) {
      try {
        return new Version(Files.size(file), Files.getLastModifiedTime(file).toMillis());
      } catch (IOException e) {
        throw new Failure(file + " cannot be read", e);
      }
    }
  }

  /**
   * What the server acknowledged.
   *
   * @param run names this upload, to tell it from another of the same file
   * @param replacement on which a list's coming content is put together, or empty
   * @param chunks requests of the file's identifiers
   */
  record Acknowledged(Upload upload, Version version, String run, String replacement, long chunks) {
    Acknowledged {
      Objects.requireNonNull(run, "of an upload of an older form");
    }

    /** Nothing yet of a new upload. */
    static Acknowledged nothing(Upload upload, Version version) {
      return new Acknowledged(upload, version, UUID.randomUUID().toString(), "", 0);
    }
  }

  private final Path path;

  /** The state of this upload, in a folder made when needed. */
  UploadState(Path folder, Upload upload) {
    String key = JSON.writeValueAsString(upload);
    this.path = folder.resolve(UUID.nameUUIDFromBytes(key.getBytes(UTF_8)) + ".json");
  }

  Optional<Acknowledged> read() {
    try {
      return Files.exists(path)
          ? Optional.of(JSON.readValue(path.toFile(), Acknowledged.class))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty(); // an unreadable state is no state: the upload begins anew
    }
  }

  void write(Acknowledged acknowledged) {
    try {
      Files.createDirectories(path.getParent());
      Path next = path.resolveSibling(path.getFileName() + ".next");
      Files.write(next, JSON.writeValueAsBytes(acknowledged));
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure("the progress file " + path + " cannot be written", e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new Failure("the progress file " + path + " cannot be removed", e);
    }
  }
}
