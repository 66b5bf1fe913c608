package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks which audiences identifiers are in. */
@Command(
    name = "lookup",
    description =
        "Tells the audiences and eligible line items of the users with these identifiers.")
public final class LookupCommand implements Callable<Integer> {
  /** Identifiers in one request, at most. */
  private static final int MAX_VALUES = 1_000;

  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(names = "--retailer", required = true, paramLabel = "ID", description = "Whose users.")
  long retailer;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "Email, CustomerId, PhoneNumber, UserIdentifier or IdentityLink.")
  String type = "";

  @Parameters(
      arity = "1..1000",
      paramLabel = "VALUE",
      description = "An identifier for each user; - reads them from standard input, one a line.")
  List<String> values = new ArrayList<>();

  public LookupCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    List<String> asked = asked();
    List<Object> questions = new ArrayList<>();
    for (String value : asked)
      questions.add(
          Map.of(
              "attributes", Map.of("identifiers", List.of(Map.of("type", type, "value", value)))));
    JsonNode answer =
        connection.open().post("/v1/retailers/" + retailer + "/lookup", Map.of("data", questions));
    Table table = new Table("VALUE", "AUDIENCES", "LINE ITEMS");
    for (int i = 0; i < asked.size(); i++) {
      JsonNode user = answer.path("data").path(i).path("attributes");
      table.row(asked.get(i), ids(user.path("audienceIds")), ids(user.path("lineItemIds")));
    }
    answer
        .path("errors")
        .forEach(problem ->
            output.say(
                problem.path("instance").asString("") + " " + problem.path("code").asString("")));
    output.answer(answer.path("data"), table.toString());
    return 0;
  }

  /** The values given; those on standard input stand in no list of processes. */
  private List<String> asked() {
    if (!values.contains("-")) return values;
    List<String> asked = new ArrayList<>();
    for (String value : values) {
      if (value.equals("-")) lines().forEach(asked::add);
      else asked.add(value);
    }
    if (asked.isEmpty()) throw new Failure("there is no identifier on standard input");
    if (asked.size() > MAX_VALUES)
      throw new Failure("at most " + MAX_VALUES + " identifiers are looked up at a time");
    return asked;
  }

  private Stream<String> lines() {
    return new BufferedReader(new InputStreamReader(output.in(), UTF_8))
        .lines()
        .filter(line -> !line.isBlank());
  }

  private static String ids(JsonNode ids) {
    return ids.isEmpty()
        ? "-"
        : ids.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
  }
}
