package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Progress;
import dev.rollcall.server.terminal.Table;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Amends contact lists from files. */
@Command(
    name = "list",
    description = "Amends a contact list from a file of any size, tells about it, changes it back.")
public final class ListCommand {
  private final Output output;

  public ListCommand(Output output) {
    this.output = output;
  }

  @Command(
      description =
          "Puts the identifiers in FILE on the list. Interrupted, the same command goes on where it"
              + " was.")
  int add(@Mixin Connection connection, @Mixin ListTarget target, @Mixin ListSource source)
      throws IOException {
    return upload("add", connection, target, source);
  }

  @Command(
      description =
          "Takes the identifiers in FILE off the list. Interrupted, the same command goes on where"
              + " it was.")
  int remove(@Mixin Connection connection, @Mixin ListTarget target, @Mixin ListSource source)
      throws IOException {
    return upload("remove", connection, target, source);
  }

  @Command(
      description =
          "Makes the identifiers in FILE the whole content of the list, at once when all have come."
              + " Interrupted, the same command goes on where it was.")
  int replace(
      @Mixin Connection connection,
      @Mixin ListTarget target,
      @Mixin ListSource source,
      @Option(
              names = "--force",
              description = "Also when more of the list vanishes than the server lets by itself.")
          boolean force)
      throws IOException {
    ApiClient api = connection.open();
    SegmentLocation list = target.writable(api);
    try (InputFile file = InputFile.open(source.file, output.in());
        RowReport report = new RowReport(source.report)) {
      ListUpload upload = source.begin(api, list, "replace", file, output);
      upload.replace();
      ListUpload.Result result = send(upload, source, file, report);
      JsonNode preview = api.get(upload.replacementPath("")).path("data").path("attributes");
      output.say(
          "%,d identifiers: adds %,d, removes %,d, keeps %,d"
              .formatted(
                  preview.path("numberOfIdentifiers").asLong(),
                  preview.path("added").asLong(),
                  preview.path("removed").asLong(),
                  preview.path("unchanged").asLong()));
      if (preview.path("removesTooMuch").asBoolean() && !force)
        throw new Failure(
            "that removes too much of the list, which stays as it is; the same command with --force"
                + " does it");
      String commit = upload.replacementPath("commit") + (force ? "?force=true" : "");
      api.post(commit, Map.of());
      upload.done();
      tell("replace", list, result, report);
    }
    return 0;
  }

  private int upload(String operation, Connection connection, ListTarget target, ListSource source)
      throws IOException {
    ApiClient api = connection.open();
    SegmentLocation list = target.writable(api);
    try (InputFile file = InputFile.open(source.file, output.in());
        RowReport report = new RowReport(source.report)) {
      ListUpload upload = source.begin(api, list, operation, file, output);
      ListUpload.Result result = send(upload, source, file, report);
      upload.done();
      tell(operation, list, result, report);
    }
    return 0;
  }

  private ListUpload.Result send(
      ListUpload upload, ListSource source, InputFile file, RowReport report) throws IOException {
    IdentifierRows identifiers = new IdentifierRows(file.stream(), source.column);
    ListUpload.Result result;
    try (Progress progress = new Progress(output, "identifiers")) {
      result = upload.send(file, identifiers, report, progress);
    }
    if (!output.json()) report.say(output);
    return result;
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

  @Command(
      description =
          "Finds the list of that name, or makes it; prints its segment. Safe to run twice, and by"
              + " many at once.")
  int ensure(
      @Mixin Connection connection,
      @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name.")
          String name,
      @Option(
              names = "--retailer",
              required = true,
              paramLabel = "ID",
              description = "Whose users.")
          String retailer,
      @Option(
              names = "--type",
              required = true,
              paramLabel = "TYPE",
              description = "Email, CustomerId, PhoneNumber, UserIdentifier or IdentityLink.")
          String type,
      @Option(
              names = "--account",
              paramLabel = "ID",
              description = "Its account; not needed when the application has one only.")
          Optional<String> account) {
    SegmentLocation list =
        SegmentLocation.ensured(
            connection.open(),
            account,
            name,
            Map.of("retailerId", retailer, "contactList", Map.of("identifierType", type)));
    output.answer(
        Map.of("segmentId", list.segmentId(), "accountId", list.accountId()), list.segmentId());
    return 0;
  }

  @Command(description = "Takes everything off the list; the segment stays.")
  int clear(@Mixin Connection connection, @Mixin ListTarget target) {
    ApiClient api = connection.open();
    SegmentLocation list = target.writable(api);
    api.post(list.listPath("clear"), Map.of());
    output.answer(
        Map.of("segmentId", list.segmentId(), "operation", "clear"),
        "clear segment " + list.segmentId() + ": done");
    return 0;
  }

  @Command(description = "Tells how many identifiers are on the list and how many match.")
  int statistics(@Mixin Connection connection, @Mixin ListTarget target) {
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

  @Command(description = "Lists what happened to the list, the latest first.")
  int history(
      @Mixin Connection connection,
      @Mixin ListTarget target,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many: 20 unless given.")
          int limit) {
    ApiClient api = connection.open();
    JsonNode page = api.get(target.locate(api).ownPath("history?limit=" + limit)).path("data");
    Table table = OperationRows.table();
    page.forEach(operation -> table.row(OperationRows.cells(operation)));
    output.answer(page, table.toString());
    return 0;
  }

  @Command(description = "Undoes one operation on the list; what came later stays.")
  int undo(
      @Mixin Connection connection,
      @Mixin ListTarget target,
      @Parameters(paramLabel = "OPERATION", description = "Its id, as history tells it.")
          String operation,
      @Option(names = "--dry-run", description = "Only tell what would change.") boolean dryRun) {
    if (!operation.matches("\\d+")) throw new Failure("OPERATION must be an id: digits only");
    ApiClient api = connection.open();
    SegmentLocation list = target.writable(api);
    String path = "history/" + operation + "/undo?dryRun=" + dryRun;
    tellRevision("undo", list, api.post(list.ownPath(path), Map.of()));
    return 0;
  }

  @Command(description = "Makes the list what it was at a time, or after an operation.")
  int restore(
      @Mixin Connection connection,
      @Mixin ListTarget target,
      @ArgGroup(multiplicity = "1") Past past,
      @Option(names = "--dry-run", description = "Only tell what would change.") boolean dryRun) {
    ApiClient api = connection.open();
    SegmentLocation list = target.writable(api);
    Map<String, Object> body = Map.of("data", Map.of("attributes", past.attributes()));
    String path = list.ownPath("restore?dryRun=" + dryRun);
    tellRevision("restore", list, api.post(path, body));
    return 0;
  }

  /** One moment of the past. */
  static final class Past {
    @Option(
        names = "--as-of",
        required = true,
        paramLabel = "TIME",
        description = "Such as 2030-01-01T12:00:00Z.")
    Optional<String> asOf = Optional.empty();

    @Option(
        names = "--operation",
        required = true,
        paramLabel = "ID",
        description = "Right after this operation.")
    Optional<String> operation = Optional.empty();

    Map<String, String> attributes() {
      return asOf.map(time -> Map.of("asOf", time))
          .orElseGet(() -> Map.of("operation", operation.orElse("")));
    }
  }

  private void tellRevision(String what, SegmentLocation list, JsonNode answer) {
    JsonNode revision = answer.path("data").path("attributes");
    String operation = revision.path("operationId").asString("");
    output.answer(
        revision,
        "%s segment %s: %,d added, %,d removed, %,d identifiers%s"
            .formatted(
                what,
                list.segmentId(),
                revision.path("added").asLong(),
                revision.path("removed").asLong(),
                revision.path("sizeAfter").asLong(),
                operation.isEmpty() ? " (nothing was done)" : ", operation " + operation));
  }

  @Command(description = "Counts what differs between two moments of the list.")
  int compare(
      @Mixin Connection connection,
      @Mixin ListTarget target,
      @Option(
              names = "--from",
              required = true,
              paramLabel = "MOMENT",
              description = "A time such as 2030-01-01T12:00:00Z, or the id of an operation.")
          String from,
      @Option(names = "--to", paramLabel = "MOMENT", description = "The same; now unless given.")
          Optional<String> to) {
    ApiClient api = connection.open();
    SegmentLocation list = target.locate(api);
    String query = "compare?from=" + encoded(from) + to.map(t -> "&to=" + encoded(t)).orElse("");
    JsonNode compared = api.get(list.ownPath(query)).path("data").path("attributes");
    output.answer(
        compared,
        "segment %s: %,d added, %,d removed, from %,d to %,d identifiers"
            .formatted(
                list.segmentId(),
                compared.path("added").asLong(),
                compared.path("removed").asLong(),
                compared.path("sizeBefore").asLong(),
                compared.path("sizeAfter").asLong()));
    return 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
