package dev.rollcall.bench.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real server process on a data folder, started as its users start it: by the launcher, with the
 * options and the start-up cache that the launcher gives it.
 */
public final class Sandbox implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /** A last checkpoint of 100 million identifiers takes its time. */
  private static final long STOP_SECONDS = 300;

  private final Path data;
  private final Process process;
  private final JsonNode directory;
  private final long startNanos;

  private Sandbox(Path data, Process process, JsonNode directory, long startNanos) {
    this.data = data;
    this.process = process;
    this.directory = directory;
    this.startNanos = startNanos;
  }

  /**
   * Starts a server; returns when it says that it is ready. What it logs goes into a file beside
   * the folder.
   */
  public static Sandbox start(Path data, List<String> javaOptions) throws IOException {
    Files.createDirectories(data.toAbsolutePath().getParent());
    List<String> command = new ArrayList<>(program());
    command.addAll(List.of("sandbox", "--json", "--port", "0", "--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(logOf(data).toFile()));
    String options = String.join(" ", javaOptions);
    builder.environment().merge("ROLLCALL_JAVA_OPTS", options, (given, ours) -> given + " " + ours);
    long from = System.nanoTime();
    Process process = builder.start();
    // A server does not outlive what started it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = out.readLine();
    if (first == null) throw new IOException("the server did not start: " + tail(logOf(data)));
    return new Sandbox(data, process, JSON.readTree(first), System.nanoTime() - from);
  }

  private static Path logOf(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /**
   * The launcher when there is one, which becomes the server's process; else this very class path.
   */
  private static List<String> program() {
    String home = System.getProperty("rollcall.home");
    if (home != null) return List.of(Path.of(home, "rollcall").toString());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseCompactObjectHeaders",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.rollcall.server.Main");
  }

  public URI url() {
    return URI.create(directory.get("baseUrl").stringValue());
  }

  /** Where it keeps its data. */
  public Path data() {
    return data;
  }

  /** What the sandbox told about itself. */
  JsonNode directory() {
    return directory;
  }

  /** From starting the process until it was ready. */
  public double startSeconds() {
    return startNanos / 1e9;
  }

  long pid() {
    return process.pid();
  }

  /** Lets the process collect its garbage, so that its heap holds no more than is needed. */
  void collectGarbage() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Kills the process as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops the process as an operator would. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
