package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Sends a file of impressions in requests of whole lines; sent again they count once. */
final class ImpressionUpload {
  /** Lines in a request, at most; a heading is one more. */
  private static final int LINES = 50_000;

  private static final String INSTANCE = "@line/";

  private final ApiClient api;
  private final String run = UUID.randomUUID().toString();
  private long requests;
  private Result sum = new Result(0, 0, 0, 0, 0);

  ImpressionUpload(ApiClient api) {
    this.api = api;
  }

  /**
   * What the server made of the rows.
   *
   * @param impressions that the counted rows tell of
   * @param repeated rows counted before
   */
  record Result(long rows, long counted, long impressions, long repeated, long refused) {}

  Result send(String name, InputFile file, RowReport report, Progress progress) throws IOException {
    Lines lines = new Lines(file.stream());
    if (!lines.next()) throw new Failure(name + " is empty");
    boolean csv = lines.isBlank() || lines.bytes()[lines.from()] != '{';
    ByteArrayOutputStream heading = new ByteArrayOutputStream();
    if (csv) add(heading, lines);
    boolean more = !csv || lines.next();
    while (more) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(heading.toByteArray());
      long before = lines.number() - (csv ? 2 : 1);
      for (int count = 0; more && count < LINES; count++) {
        add(body, lines);
        more = lines.next();
      }
      send(csv ? "text/csv" : "application/x-ndjson", body.toByteArray(), before, report);
      progress.show(file.fraction(), sum.rows);
    }
    return sum;
  }

  private static void add(ByteArrayOutputStream body, Lines line) {
    body.write(line.bytes(), line.from(), line.to() - line.from());
    body.write('\n');
  }

  /**
   * @param before the number of the file's line before what the server calls line 1
   */
  private void send(String contentType, byte[] body, long before, RowReport report) {
    JsonNode answer = api.post("/v1/impressions", contentType, body, run + "-" + ++requests);
    JsonNode counts = answer.path("data").path("attributes");
    sum =
        new Result(
            sum.rows + counts.path("rows").asLong(),
            sum.counted + counts.path("countedRows").asLong(),
            sum.impressions + counts.path("impressions").asLong(),
            sum.repeated + counts.path("repeatedRows").asLong(),
            sum.refused + counts.path("refusedRows").asLong());
    for (JsonNode problem : answer.path("errors")) {
      String instance = problem.path("instance").asString("");
      if (!instance.matches(INSTANCE + "\\d{1,9}")) continue;
      report.add(
          before + Long.parseLong(instance.substring(INSTANCE.length())),
          problem.path("code").asString(""),
          problem.path("detail").asString(""));
    }
  }
}
