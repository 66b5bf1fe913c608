package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.server.config.Config;
import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  @TempDir private Path data;

  @Test
  void a_secret_that_is_gone_is_not_replaced_by_another() throws IOException {
    Config config = Config.local(data, 0);
    open(config);
    open(config);
    Files.delete(config.secretFile());
    assertThatThrownBy(() -> open(config))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(config.secretFile().toString());
    assertThat(config.secretFile()).doesNotExist();
  }

  private static void open(Config config) {
    try (Opened opened = new Opened()) {
      var _ = Stores.open(config, new ChangeSignal(), Clock.systemUTC(), opened);
    }
  }
}
