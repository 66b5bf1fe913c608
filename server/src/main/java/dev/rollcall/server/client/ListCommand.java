package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Progress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Amends contact lists from files. */
@Command(
    name = "list",
    description = "Amends a contact list from a file of any size, clears it, tells about it.")
public final class ListCommand {
  private final Output output;

  public ListCommand(Output output) {
    this.output = output;
  }

  /** Which list. */
  static final class Target {
    @Option(
        names = "--segment",
        required = true,
        paramLabel = "ID",
        description = "The segment whose contact list it is.")
    String segment = "";

    @Option(
        names = "--account",
        paramLabel = "ID",
        description = "Its account; looked for when not given.")
    Optional<String> account = Optional.empty();

    SegmentLocation locate(ApiClient api) {
      if (!segment.matches("\\d+")) throw new Failure("--segment must be an id: digits only");
      return SegmentLocation.find(api, account, segment);
    }
  }

  @Command(
      description =
          "Puts the identifiers in FILE on the list. Interrupted, the same command goes on where it"
              + " was.")
  int add(@Mixin Connection connection, @Mixin Target target, @Mixin ListSource source)
      throws IOException {
    return upload("add", connection, target, source);
  }

  @Command(
      description =
          "Takes the identifiers in FILE off the list. Interrupted, the same command goes on where"
              + " it was.")
  int remove(@Mixin Connection connection, @Mixin Target target, @Mixin ListSource source)
      throws IOException {
    return upload("remove", connection, target, source);
  }

  @Command(
      description =
          "Clears the list, then puts the identifiers in FILE on it. Until it is done, the list"
              + " holds a part of them. Interrupted, the same command goes on where it was.")
  int replace(@Mixin Connection connection, @Mixin Target target, @Mixin ListSource source)
      throws IOException {
    return upload("replace", connection, target, source);
  }

  private int upload(String operation, Connection connection, Target target, ListSource source)
      throws IOException {
    ApiClient api = connection.open();
    SegmentLocation list = target.locate(api);
    try (InputFile file = InputFile.open(source.file, output.in());
        RowReport report = new RowReport(source.report)) {
      IdentifierRows identifiers = new IdentifierRows(file.stream(), source.column);
      ListUpload upload = source.begin(api, list, operation, file, output);
      if (operation.equals("replace")) upload.clear();
      ListUpload.Result result;
      try (Progress progress = new Progress(output, "identifiers")) {
        result = upload.send(file, identifiers, report, progress);
      }
      if (!output.json()) report.say(output);
      tell(operation, list, result, report);
    }
    return 0;
  }

  private void tell(
      String operation, SegmentLocation list, ListUpload.Result result, RowReport report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("segmentId", list.segmentId());
    answer.put("operation", operation);
    answer.put("rows", result.rows());
    answer.put("valid", result.valid());
    answer.put("invalid", report.count());
    answer.put("requests", result.requests());
    answer.put("resumedAfter", result.resumedAfter());
    answer.put("invalidRows", report.rows());
    output.answer(
        answer,
        "%s segment %s: %,d rows, %,d valid, %,d invalid, %,d requests%s"
            .formatted(
                operation,
                list.segmentId(),
                result.rows(),
                result.valid(),
                report.count(),
                result.requests(),
                result.resumedAfter() == 0
                    ? ""
                    : " (%,d of them before an interruption)".formatted(result.resumedAfter())));
  }

  @Command(description = "Takes everything off the list; the segment stays.")
  int clear(@Mixin Connection connection, @Mixin Target target) {
    ApiClient api = connection.open();
    SegmentLocation list = target.locate(api);
    api.post(list.listPath("clear"), Map.of(), ApiClient.Repeat.SAFE);
    output.answer(
        Map.of("segmentId", list.segmentId(), "operation", "clear"),
        "clear segment " + list.segmentId() + ": done");
    return 0;
  }

  @Command(description = "Tells how many identifiers are on the list and how many match.")
  int statistics(@Mixin Connection connection, @Mixin Target target) {
    ApiClient api = connection.open();
    SegmentLocation list = target.locate(api);
    JsonNode statistics = api.get(list.statisticsPath()).path("data").path("attributes");
    long identifiers = statistics.path("numberOfIdentifiers").asLong();
    long matches = statistics.path("numberOfMatches").asLong();
    double rate = statistics.path("matchRate").asDouble();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("segmentId", list.segmentId());
    answer.put("numberOfIdentifiers", identifiers);
    answer.put("numberOfMatches", matches);
    answer.put("matchRate", rate);
    output.answer(
        answer,
        "segment %s: %,d identifiers, %,d match (%.1f%%)"
            .formatted(list.segmentId(), identifiers, matches, rate));
    return 0;
  }
}
