package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Explains why a shopper is in an audience or is not. */
@Command(
    name = "explain",
    description = "Tells why a shopper is in an audience, or is not, and what would turn that.")
public final class ExplainCommand implements Callable<Integer> {
  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(names = "--account", required = true, paramLabel = "ID", description = "The audience's.")
  long account;

  @Option(names = "--audience", required = true, paramLabel = "ID", description = "Which one.")
  long audience;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "Email, CustomerId, PhoneNumber, UserIdentifier or IdentityLink.")
  String type = "";

  @Parameters(
      paramLabel = "VALUE",
      description = "An identifier of the shopper; - reads it from standard input.")
  String value = "";

  public ExplainCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Map<String, String> identifier = Map.of("type", type, "value", asked());
    JsonNode told =
        connection
            .open()
            .post(
                "/v1/accounts/" + account + "/audiences/" + audience + "/explain",
                Map.of("data", Map.of("attributes", Map.of("identifier", identifier))))
            .path("data")
            .path("attributes");
    output.answer(told, new ExplanationTree(told).text());
    return 0;
  }

  /** The identifier given; on standard input it stands in no list of processes. */
  private String asked() {
    if (!value.equals("-")) return value;
    return new BufferedReader(new InputStreamReader(output.in(), UTF_8))
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElseThrow(() -> new Failure("there is no identifier on standard input"));
  }
}
