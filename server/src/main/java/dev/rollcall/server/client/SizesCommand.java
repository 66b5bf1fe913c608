package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Asks how large segments or audiences are. */
@Command(
    name = "sizes",
    description = "Tells how many users segments or audiences have on a channel, as of now.")
public final class SizesCommand implements Callable<Integer> {
  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose.")
  long account;

  @Option(
      names = "--channel",
      required = true,
      paramLabel = "CHANNEL",
      description = "Onsite or Offsite.")
  String channel = "";

  @ArgGroup(multiplicity = "1")
  Asked asked = new Asked();

  /** Segments, or audiences. */
  static final class Asked {
    @Option(names = "--segment", paramLabel = "ID", description = "A segment; may be repeated.")
    List<Long> segments = new ArrayList<>();

    @Option(names = "--audience", paramLabel = "ID", description = "An audience; may be repeated.")
    List<Long> audiences = new ArrayList<>();
  }

  public SizesCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    boolean segments = !asked.segments.isEmpty();
    List<String> ids =
        (segments ? asked.segments : asked.audiences).stream().map(String::valueOf).toList();
    JsonNode answer =
        connection
            .open()
            .post(
                "/preview/retail-media/accounts/%d/%s/compute-sizes"
                    .formatted(account, segments ? "audience-segments" : "audiences"),
                Map.of("data", Map.of("attributes", Map.of("channel", channel, "ids", ids))));
    Table table = new Table("ID", "USERS", "OF ALL");
    answer
        .path("data")
        .forEach(one ->
            table.row(
                one.path("id").asString(""),
                SizeCells.users(one.path("attributes")),
                SizeCells.part(one.path("attributes"))));
    output.answer(answer.path("data"), table.toString());
    return SizeCells.problems(output, answer) ? 1 : 0;
  }
}
