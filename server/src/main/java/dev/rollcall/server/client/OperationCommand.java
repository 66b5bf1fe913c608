package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tells about single operations. */
@Command(name = "operation", description = "Tells what became of an operation.")
public final class OperationCommand {
  private final Output output;

  public OperationCommand(Output output) {
    this.output = output;
  }

  @Command(description = "What it did, since when it is live, and what it refused, by index.")
  int show(
      @Mixin Connection connection,
      @Parameters(paramLabel = "ID", description = "The id that came with the answer.") String id) {
    return tell(connection.open().get(path(id)).path("data"));
  }

  @Command(description = "Waits until it is live, and tells what show does.")
  int watch(
      @Mixin Connection connection,
      @Parameters(paramLabel = "ID", description = "The id that came with the answer.") String id)
      throws InterruptedException {
    ApiClient api = connection.open();
    String path = path(id);
    new Following(
            api,
            path + "/events",
            step -> {
              boolean live = step.path("attributes").path("live").asBoolean();
              if (!live) output.say("operation " + id + " is accepted and not live yet");
              return !live;
            })
        .toTheEnd();
    return tell(api.get(path).path("data"));
  }

  private static String path(String id) {
    if (!id.matches("\\d+")) throw new Failure("ID must be an id: digits only");
    return "/v1/operations/" + id;
  }

  private int tell(JsonNode operation) {
    JsonNode attributes = operation.path("attributes");
    StringBuilder text = new StringBuilder();
    text.append(OperationRows.table().row(OperationRows.cells(operation))).append('\n');
    String live = attributes.path("liveAt").asString("");
    text.append(live.isEmpty() ? "not live" : "live since " + live);
    String snapshot = attributes.path("snapshot").path("id").asString("");
    if (!snapshot.isEmpty()) text.append(", in snapshot ").append(snapshot);
    text.append('\n');
    JsonNode refused = attributes.path("report").path("refused");
    if (!refused.isEmpty()) {
      Table table = new Table("INDEX", "REFUSED FOR");
      refused.forEach(
          one -> table.row(one.path("index").asString(""), one.path("code").asString("")));
      text.append(table);
    }
    output.answer(operation, text.toString());
    return 0;
  }
}
