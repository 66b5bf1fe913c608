package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists who asked for explanations. */
@Command(
    name = "explanations",
    description =
        "Lists who asked for explanations about an account's audiences, the latest first.")
public final class ExplanationsCommand implements Callable<Integer> {
  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(names = "--account", required = true, paramLabel = "ID", description = "Which one.")
  long account;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many: 20 unless given.")
  int limit = 20;

  public ExplanationsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    JsonNode lines =
        connection
            .open()
            .get("/v1/accounts/" + account + "/explanations?limit=" + limit)
            .path("data");
    Table table = new Table("ASKED", "APPLICATION", "AUDIENCE", "TYPE", "SUBJECT KEY");
    lines.forEach(line -> {
      JsonNode asked = line.path("attributes");
      table.row(
          asked.path("askedAt").asString(""),
          asked.path("applicationId").asString(""),
          asked.path("audienceId").asString(""),
          asked.path("identifierType").asString(""),
          asked.path("subjectKey").asString(""));
    });
    output.answer(lines, table.toString());
    return 0;
  }
}
