package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks how segments and audiences overlap. */
@Command(
    name = "overlap",
    description = "Tells how up to 10 segments and audiences of one retailer overlap.")
public final class OverlapCommand implements Callable<Integer> {
  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose.")
  long account;

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      description = "Onsite or Offsite: who counts; else everybody.")
  @Nullable String channel;

  @Parameters(arity = "1..10", paramLabel = "ID", description = "Segments and audiences.")
  List<Long> ids = new ArrayList<>();

  public OverlapCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("ids", ids.stream().map(String::valueOf).toList());
    if (channel != null) attributes.put("channel", channel);
    JsonNode overlap =
        connection
            .open()
            .post(
                "/v1/accounts/%d/audiences/overlap".formatted(account),
                Map.of("data", Map.of("attributes", attributes)))
            .path("data");
    Table table = new Table("WHO", "OF", "USERS", "OF ALL");
    JsonNode told = overlap.path("attributes");
    told.path("sets").forEach(set -> row(table, "in", set.path("id").asString(""), set));
    told.path("pairs")
        .forEach(pair -> row(table, "in both", SizeCells.ids(pair.path("members")), pair));
    told.path("intersections")
        .forEach(one -> row(table, "in just", SizeCells.ids(one.path("members")), one));
    output.answer(overlap, table.toString());
    return 0;
  }

  private static void row(Table table, String who, String of, JsonNode size) {
    table.row(who, of, SizeCells.users(size), SizeCells.part(size));
  }
}
