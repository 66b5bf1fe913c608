package dev.rollcall.bench.peer;

import dev.rollcall.bench.peer.Peer.Absent;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL that this machine has, started on a folder of its own. */
final class InstalledPostgres implements AutoCloseable {
  private final Path programs;
  private final Path data;
  private final int port;

  private InstalledPostgres(Path programs, Path data, int port) {
    this.programs = programs;
    this.data = data;
    this.port = port;
  }

  /** Starts it, if it has an extension. */
  static InstalledPostgres with(String extension, Path folder) throws Exception {
    Path control = Path.of(told("--sharedir"), "extension", extension + ".control");
    if (!Files.exists(control))
      throw new Absent("the installed PostgreSQL has no extension " + extension);
    Path data = Files.createDirectories(folder).resolve("data");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    InstalledPostgres server = new InstalledPostgres(Path.of(told("--bindir")), data, port);
    server.run("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "--no-sync");
    String options =
        "-p %d -k %s -c shared_buffers=1GB -c work_mem=256MB -c max_wal_size=8GB"
            .formatted(port, folder);
    server.run(
        "pg_ctl",
        "-D",
        data.toString(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        options,
        "start");
    return server;
  }

  private static String told(String what) throws Exception {
    try {
      Process process = new ProcessBuilder("pg_config", what).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      return text;
    } catch (IOException e) {
      throw new Absent("no PostgreSQL is installed whose pg_config tells of its extensions");
    }
  }

  /** PostgreSQL refuses to run as root, so root runs it as nobody in particular. */
  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) command.addAll(List.of("unshare", "-U"));
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Process process =
        Peer.process(command).redirectOutput(data.resolveSibling("out").toFile()).start();
    if (process.onExit().join().exitValue() != 0)
      throw new IOException(program + " failed: " + Files.readString(data.resolveSibling("out")));
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "-D", data.toString(), "-m", "fast", "stop");
  }
}
