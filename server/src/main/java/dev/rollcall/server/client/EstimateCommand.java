package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks how large an audience would be that is not saved. */
@Command(
    name = "estimate",
    description = "Tells how many users an audience would have on a channel; nothing is saved.")
public final class EstimateCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(names = "--account", required = true, paramLabel = "ID", description = "For whom.")
  long account;

  @Option(names = "--retailer", required = true, paramLabel = "ID", description = "Whose users.")
  long retailer;

  @Option(
      names = "--channel",
      required = true,
      paramLabel = "CHANNEL",
      description = "Onsite or Offsite.")
  String channel = "";

  @Parameters(
      paramLabel = "ALGEBRA",
      description =
          "As JSON, such as {\"not\":...} in an \"and\" with {\"audienceSegmentId\":\"1024\"}; - reads"
              + " it from standard input.")
  String algebra = "";

  public EstimateCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Object> attributes =
        Map.of("channel", channel, "retailerId", Long.toString(retailer), "algebra", algebra());
    JsonNode size =
        connection
            .open()
            .post(
                "/preview/retail-media/accounts/%d/audiences/estimate-size".formatted(account),
                Map.of("data", Map.of("attributes", attributes)))
            .path("data");
    Table table = new Table("USERS", "OF ALL");
    table.row(SizeCells.users(size.path("attributes")), SizeCells.part(size.path("attributes")));
    output.answer(size, table.toString());
    return 0;
  }

  private JsonNode algebra() throws IOException {
    String text = algebra.equals("-") ? new String(output.in().readAllBytes(), UTF_8) : algebra;
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new Failure("ALGEBRA must be JSON: " + e.getOriginalMessage(), e);
    }
  }
}
