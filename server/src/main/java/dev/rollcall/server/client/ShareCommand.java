package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shares contact lists with other accounts. */
@Command(
    name = "share",
    description = "Lets other accounts use a contact list of a retailer's own account.")
public final class ShareCommand {
  private final Output output;

  public ShareCommand(Output output) {
    this.output = output;
  }

  /** Who is to use a list, and what they are told. */
  static final class Receivers {
    @Option(names = "--all", description = "With every account of the retailer.")
    boolean all;

    @Option(names = "--with", split = ",", paramLabel = "ID", description = "With these accounts.")
    List<String> chosen = List.of();

    @Option(names = "--statistics", description = "Lets them read the list's statistics.")
    boolean statistics;
  }

  @Command(description = "Shares the list, in the place of what was shared before.")
  int set(@Mixin Connection connection, @Mixin ListTarget target, @Mixin Receivers receivers) {
    if (receivers.all == !receivers.chosen.isEmpty())
      throw new Failure("give either --all or --with ID,...");
    for (String id : receivers.chosen)
      if (!id.matches("\\d+")) throw new Failure("--with must be ids: digits only");
    return put(
        connection,
        target,
        Map.of(
            "sharingStatus", receivers.all ? "SharedWithAll" : "SharedWithDemandAccounts",
            "accountIds", receivers.chosen,
            "statisticsAllowed", receivers.statistics));
  }

  @Command(description = "Tells with whom the list is shared, and who uses it.")
  int show(@Mixin Connection connection, @Mixin ListTarget target) {
    ApiClient api = connection.open();
    return tell(api.get(target.locate(api).ownPath("sharing")));
  }

  @Command(description = "Shares the list no longer; refused while an account uses it.")
  int stop(@Mixin Connection connection, @Mixin ListTarget target) {
    return put(connection, target, Map.of("sharingStatus", "NotShared"));
  }

  private int put(Connection connection, ListTarget target, Map<String, Object> attributes) {
    ApiClient api = connection.open();
    return tell(
        api.put(
            target.locate(api).ownPath("sharing"),
            Map.of("data", Map.of("attributes", attributes))));
  }

  private int tell(JsonNode answer) {
    JsonNode sharing = answer.path("data").path("attributes");
    List<String> accounts =
        sharing.path("accountIds").valueStream().map(JsonNode::asString).toList();
    Table uses = new Table("USED BY", "NAME", "AUDIENCES");
    sharing
        .path("usedBy")
        .forEach(use ->
            uses.row(
                use.path("accountId").asString(),
                use.path("accountName").asString(),
                use.path("audiences").asInt()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segmentId", answer.path("data").path("id").asString());
    sharing.properties().forEach(member -> json.put(member.getKey(), member.getValue()));
    output.answer(
        json,
        "%s%s, statistics %s%s"
            .formatted(
                sharing.path("sharingStatus").asString(),
                accounts.isEmpty() ? "" : " " + String.join(",", accounts),
                sharing.path("statisticsAllowed").asBoolean() ? "told" : "not told",
                sharing.path("usedBy").isEmpty() ? "" : "\n" + uses));
    return 0;
  }
}
