package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in a process of its own, which a test can kill. */
final class ServerProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 60;

  /** It lives for seconds: what the better compiler and collector would win, they would cost. */
  private static final List<String> QUICK_START =
      List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final JsonNode greeting;

  private ServerProcess(Process process, JsonNode greeting) {
    this.process = process;
    this.greeting = greeting;
  }

  /**
   * Starts a command that answers in JSON, and waits for its first line.
   *
   * @param log what the server says is added to it
   */
  static ServerProcess start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    command.add("--json");
    Process process =
        new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    assertThat(line).as("first line of a server that logs to %s", log).isNotNull();
    return new ServerProcess(process, JsonMapper.shared().readTree(line));
  }

  /** The first line it answered. */
  JsonNode greeting() {
    return greeting;
  }

  URI url() {
    return URI.create(greeting.path("baseUrl").asString());
  }

  /** Ends it at once, whatever it is doing. */
  void kill() {
    await(process.destroyForcibly());
  }

  /** Asks it to end, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    await(process);
  }

  private static void await(Process process) {
    try {
      assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as("server has ended").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
