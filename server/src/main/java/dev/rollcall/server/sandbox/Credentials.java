package dev.rollcall.server.sandbox;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client ids and secrets of the sandbox's applications, by name, kept to be shown again at each
 * start.
 */
record Credentials(Map<String, Credential> applications) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int BYTES = 24;

  Credentials {
    applications = Map.copyOf(applications);
  }

  record Credential(String clientId, String clientSecret) {
    @Override
    public String toString() {
      return clientId;
    }
  }

  Credential of(String application) {
    Credential credential = applications.get(application);
    if (credential == null) throw new Failure("sandbox.json has no application " + application);
    return credential;
  }

  /** The credentials in the file, which is made when there is none. */
  static Credentials at(Path file, List<String> applications, SecureRandom random) {
    try {
      if (!Files.exists(file)) make(file, applications, random);
      return JSON.readValue(Files.readAllBytes(file), Credentials.class);
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Durable before the applications are in the catalog, whose secrets would be lost otherwise. */
  private static void make(Path file, List<String> applications, SecureRandom random)
      throws IOException {
    Map<String, Credential> made = new LinkedHashMap<>();
    for (String application : applications)
      made.put(
          application,
          new Credential(
              HexFormat.of().formatHex(bytes(random)),
              Base64.getUrlEncoder().encodeToString(bytes(random))));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Credentials(made));
      channel.write(java.nio.ByteBuffer.wrap(json));
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] bytes(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
