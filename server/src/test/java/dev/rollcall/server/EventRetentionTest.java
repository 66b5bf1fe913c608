package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code events.retentionDays} says which events an import takes and a fold keeps. */
class EventRetentionTest {
  private static final int KEPT_DAYS = 250;

  @TempDir private Path folder;
  private final Instant now = Instant.now();

  @Test
  void events_older_than_the_setting_are_refused_and_those_that_become_so_are_dropped()
      throws IOException {
    Config config =
        Config.read(
            Optional.empty(),
            Map.of(
                "ROLLCALL_DATA_FOLDER", folder.resolve("data").toString(),
                "ROLLCALL_HTTP_PORT", "0",
                "ROLLCALL_EVENTS_RETENTION_DAYS", Integer.toString(KEPT_DAYS)));
    try (RunningServer server = new RunningServer(config, Clock.systemUTC())) {
      assertThat(load(server, KEPT_DAYS + 1).err()).startsWith("line 2: event-too-old");
      assertThat(load(server, KEPT_DAYS - 1).out()).contains("1 new events");
      assertThat(load(server, 1).out()).contains("1 new events");
      server.stores().eventFiles().foldAll();
      assertThat(server.stores().eventFiles().files()).isEqualTo(2);
      advance(server, Duration.ofDays(3));
      server.stores().eventFiles().foldAll();
      assertThat(server.stores().eventFiles().files()).isOne();
      assertThat(load(server, KEPT_DAYS - 1).err()).startsWith("line 2: event-too-old");
      assertThat(load(server, 1).out()).contains("0 new events, 1 known before");
    }
  }

  private CommandLineRun load(RunningServer server, int daysAgo) {
    return server.tryToRun(
        "eventId,activity,productId,time,userId\ne%d,Buy,p1,%s,u1\n"
            .formatted(daysAgo, now.minus(Duration.ofDays(daysAgo))),
        "events",
        "import",
        "--retailer",
        server.retailerId(),
        "-");
  }

  private void advance(RunningServer server, Duration time) throws IOException {
    Map<String, Object> to = Map.of("advanceTo", now.plus(time).toString());
    Wire.Answer moved =
        server.signIn().post("/v1/sandbox/clock", Map.of("data", Map.of("attributes", to)));
    assertThat(moved.status()).isEqualTo(200);
  }
}
