package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

  @Parameters(arity = "1..1000", paramLabel = "VALUE", description = "An identifier for each user.")
  List<String> values = new ArrayList<>();

  public LookupCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    List<Object> questions = new ArrayList<>();
    for (String value : values)
      questions.add(
          Map.of(
              "attributes", Map.of("identifiers", List.of(Map.of("type", type, "value", value)))));
    JsonNode answer =
        connection
            .open()
            .post(
                "/v1/retailers/" + retailer + "/lookup",
                Map.of("data", questions),
                ApiClient.Repeat.SAFE);
    Table table = new Table("VALUE", "AUDIENCES", "LINE ITEMS");
    for (int i = 0; i < values.size(); i++) {
      JsonNode user = answer.path("data").path(i).path("attributes");
      table.row(values.get(i), ids(user.path("audienceIds")), ids(user.path("lineItemIds")));
    }
    answer
        .path("errors")
        .forEach(problem ->
            output.say(
                problem.path("instance").asString("") + " " + problem.path("code").asString("")));
    output.answer(answer.path("data"), table.toString());
    return 0;
  }

  private static String ids(JsonNode ids) {
    return ids.isEmpty()
        ? "-"
        : ids.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
  }
}
