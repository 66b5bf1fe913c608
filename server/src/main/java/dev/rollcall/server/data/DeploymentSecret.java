package dev.rollcall.server.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret from which a deployment's keys are derived, in a file only its owner can read. */
public final class DeploymentSecret {
  private static final int BYTES = 32;

  private final byte[] bytes;

  private DeploymentSecret(byte[] bytes) {
    if (bytes.length != BYTES) throw new IllegalArgumentException(bytes.length + " bytes");
    this.bytes = bytes;
  }

  /** The secret in the file, which is made when there is none. */
  public static DeploymentSecret at(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) make(file, random);
      return new DeploymentSecret(HexFormat.of().parseHex(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new Failure("the secret " + file + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Failure(file + " is no secret: it must hold 64 hexadecimal digits", e);
    }
  }

  /** Durable before it is used: identifiers sealed with a secret that is lost are lost too. */
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path next =
        Files.createTempFile(
            folder,
            "secret",
            ".next",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(next, Set.of(StandardOpenOption.WRITE))) {
      channel.write(US_ASCII.encode(HexFormat.of().formatHex(secret) + "\n"));
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  /** The secret itself, for the keys that seal identifiers. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A secret for another purpose, from which this one cannot be found. */
  public byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
