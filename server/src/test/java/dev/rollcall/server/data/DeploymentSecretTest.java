package dev.rollcall.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentSecretTest {
  @TempDir private Path folder;

  @Test
  void isMadeOnceForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("secret.key");
    byte[] made = DeploymentSecret.at(file, new SecureRandom()).bytes();
    assertThat(made).hasSize(32);
    assertThat(DeploymentSecret.at(file, new SecureRandom()).bytes()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void isRefusedWhenItIsNotThirtyTwoBytes() throws IOException {
    Path file = folder.resolve("secret.key");
    for (String wrong : List.of("", "ab", "zz".repeat(32), "ab".repeat(33))) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> DeploymentSecret.at(file, new SecureRandom()))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("64 hexadecimal digits");
    }
  }
}
