package dev.rollcall.bench;

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

/** A real server process on a data folder, started as the sandbox command starts it. */
final class Sandbox implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final JsonNode directory;
  private final long startNanos;

  private Sandbox(Process process, JsonNode directory, long startNanos) {
    this.process = process;
    this.directory = directory;
    this.startNanos = startNanos;
  }

  /** Starts a server; returns when it says that it is ready. What it logs goes into the folder. */
  static Sandbox start(Path data, List<String> javaOptions) throws IOException {
    Files.createDirectories(data);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"));
    String trained = System.getProperty("rollcall.trained");
    if (trained != null) command.add("-XX:AOTCache=" + trained);
    command.addAll(javaOptions);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.rollcall.server.Main"));
    command.addAll(List.of("sandbox", "--json", "--port", "0", "--data", data.toString()));
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(
                    data.resolveSibling(data.getFileName() + ".log").toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = out.readLine();
    if (first == null) throw new IOException("the server did not start; its log is beside " + data);
    return new Sandbox(process, JSON.readTree(first), System.nanoTime() - from);
  }

  URI url() {
    return URI.create(directory.get("baseUrl").stringValue());
  }

  /** What the sandbox told about itself. */
  JsonNode directory() {
    return directory;
  }

  /** From starting the process until it was ready, in nanoseconds. */
  long startNanos() {
    return startNanos;
  }

  /** A line of /proc/PID/status in MiB, such as VmRSS or VmHWM; NaN where there is no /proc. */
  double memoryMib(String name) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) return Double.NaN;
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  /** Kills the process as a power cut would. */
  void kill() throws InterruptedException {
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
