package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The history of a list, on a server and by commands. */
class HistoryOnServerTest {
  @TempDir private Path folder;

  private static String list(RunningServer server) throws IOException {
    return server
        .signIn()
        .createSegment(server.accountId(), server.retailerId(), "Coffee", "Email");
  }

  private static void pass(Wire wire, Duration time) throws IOException {
    String then = Instant.now().plus(time).toString();
    Wire.Answer moved =
        wire.post(
            "/v1/sandbox/clock", Map.of("data", Map.of("attributes", Map.of("advanceTo", then))));
    assertThat(moved.status()).isEqualTo(200);
  }

  @Test
  void a_server_tells_history_and_guards_lists_as_it_is_set() throws IOException {
    Map<String, String> settings =
        Map.of(
            "ROLLCALL_DATA_FOLDER",
            folder.toString(),
            "ROLLCALL_HTTP_PORT",
            "0",
            "ROLLCALL_HISTORY_RETENTION_DAYS",
            "2",
            "ROLLCALL_REPLACE_GUARD_PERCENT",
            "50");
    try (RunningServer server =
        new RunningServer(Config.read(Optional.empty(), settings), Clock.systemUTC())) {
      String list = list(server);
      Wire wire = server.signIn();
      wire.amend(list, "add", List.of("a@x.com", "b@x.com", "c@x.com", "d@x.com"));
      String path = "/v1/accounts/" + server.accountId() + "/audience-segments/" + list;
      String first = wire.get(path + "/history").data().path(0).path("id").asString();
      assertThat(commit(wire, path, "a@x.com")).isEqualTo(409);
      assertThat(commit(wire, path, "a@x.com", "b@x.com")).isEqualTo(200);
      pass(wire, Duration.ofDays(3));
      wire = server.signIn();
      assertThat(wire.get(path + "/history").data()).isEmpty();
      assertThat(wire.get("/v1/operations/" + first).status()).isEqualTo(410);
    }
  }

  private static int commit(Wire wire, String path, String... identifiers) throws IOException {
    String replacement =
        path + "/replace/" + wire.post(path + "/replace", "").data().path("id").asString();
    Map<String, Object> attributes =
        Map.of("operation", "add", "identifiers", List.of(identifiers));
    wire.post(replacement + "/add-remove", Map.of("data", Map.of("attributes", attributes)));
    return wire.post(replacement + "/commit", "").status();
  }

  @Test
  void without_a_setting_all_of_it_is_kept_and_reports_outlive_the_server() throws IOException {
    try (RunningServer server = new RunningServer(folder)) {
      String list = list(server);
      Wire wire = server.signIn();
      wire.amend(list, "add", List.of("a@x.com", "nobody", "", "b@x.com"));
      server.restart();
      pass(server.signIn(), Duration.ofDays(4_000));
      wire = server.signIn();
      String path = "/v1/accounts/" + server.accountId() + "/audience-segments/" + list;
      String first = wire.get(path + "/history").data().path(0).path("id").asString();
      JsonNode report =
          wire.get("/v1/operations/" + first).data().path("attributes").path("report");
      assertThat(report.path("received").asInt()).isEqualTo(4);
      assertThat(report.path("refused").toString().replace('"', '\''))
          .isEqualTo(
              "[{'index':1,'code':'identifier-not-an-email'},{'index':2,'code':'identifier-blank'}]");
    }
  }

  @Test
  void commands_tell_what_happened_to_a_list_and_change_it_back() throws IOException {
    try (RunningServer server = new RunningServer(folder)) {
      String list = list(server);
      Wire wire = server.signIn();
      wire.amend(list, "add", List.of("a@x.com", "b@x.com", "nobody"));
      wire.amend(list, "remove", List.of("b@x.com"));
      String segment = "segment " + list + ": ";
      List<String> rows = history(server);
      assertThat(rows.get(0)).matches("2 +remove +\\S+Z +\\d+ +1 +0 +0 +1 +1");
      assertThat(rows.get(1)).matches("1 +add +\\S+Z +\\d+ +2 +1 +2 +0 +2");
      assertThat(server.run("list", "undo", "--name=Coffee", "1", "--dry-run").strip())
          .isEqualTo("undo " + segment + "0 added, 1 removed, 0 identifiers (nothing was done)");
      assertThat(server.run("list", "restore", "--name=Coffee", "--operation=1").strip())
          .startsWith("restore " + segment + "1 added, 0 removed, 2 identifiers, operation ");
      assertThat(server.run("list", "compare", "--name=Coffee", "--from=1", "--to=2").strip())
          .isEqualTo(segment + "0 added, 1 removed, from 2 to 1 identifiers");
      assertThat(history(server).getFirst()).matches("\\d+ +restore 1 .*");
      assertThat(server.run("operation", "show", "1"))
          .contains("live since", "2      identifier-not-an-email");
    }
  }

  private static List<String> history(RunningServer server) {
    List<String> lines = server.run("list", "history", "--name=Coffee").lines().toList();
    assertThat(lines.getFirst()).startsWith("ID").contains("ACCEPTED", "APPLICATION");
    return lines.subList(1, lines.size());
  }
}
