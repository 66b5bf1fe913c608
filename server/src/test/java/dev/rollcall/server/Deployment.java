package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data folder with a small directory, on which a test starts servers. */
final class Deployment {
  private final Path config;
  private final Path log;
  final String retailer;
  final String account;
  final String lineItem = "9007199254740993";
  private final String clientId;
  private final String clientSecret;

  /** With its catalog in SQLite. */
  Deployment(Path folder) throws IOException {
    this(folder, "jdbc:sqlite:" + folder.resolve("data").resolve("catalog.db"));
  }

  /**
   * @param catalog a JDBC URL
   */
  Deployment(Path folder, String catalog) throws IOException {
    this.log = folder.resolve("server.log");
    this.config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "data: {folder: "
                + folder.resolve("data")
                + "}\ncatalog: {url: '"
                + catalog
                + "'}\nhttp: {port: 0}\n"
                + "checkpoint: {everyIdentifiers: 50000}\n"
                + "webhooks: {allowPrivateTargets: true}\n");
    retailer = admin("retailers", "add", "--name", "Market").path(0).path("id").asString();
    account =
        admin("accounts", "add", "--name", "Brand", "--type", "demand", "--retailer", retailer)
            .path(0)
            .path("id")
            .asString();
    JsonNode application =
        admin(
            "applications",
            "add",
            "--name",
            "Test",
            "--permission",
            "all",
            "--account",
            account,
            "--rate-limit",
            "1000000");
    clientId = application.path("clientId").asString();
    clientSecret = application.path("clientSecret").asString();
    admin(
        "line-items",
        "put",
        "--id",
        lineItem,
        "--account",
        account,
        "--retailer",
        retailer,
        "--name",
        "Home");
  }

  JsonNode admin(String... arguments) {
    List<String> line = new ArrayList<>(List.of("admin"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--config", config.toString(), "--json"));
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }

  /** The path of something of the account's. */
  String path(String what) {
    return "/v1/accounts/" + account + what;
  }

  ServerProcess start() throws IOException {
    return ServerProcess.start(log, "serve", "--config", config.toString());
  }

  Wire signIn(ServerProcess server) throws IOException {
    return Wire.signIn(server.url(), clientId, clientSecret);
  }

  /** Runs a command that is a client of the API. */
  CommandLineRun run(ServerProcess server, String... arguments) {
    return runWith("", server, arguments);
  }

  /** Runs a command that finds this on its standard input. */
  CommandLineRun runWith(String standardInput, ServerProcess server, String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--url", server.url().toString()));
    line.addAll(List.of("--client-id", clientId, "--client-secret", clientSecret));
    return CommandLineRun.with(standardInput, line.toArray(String[]::new));
  }
}
