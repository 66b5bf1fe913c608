package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sends a file of rows, CSV or NDJSON, in requests of whole rows, and adds up what was taken. */
final class RowUpload {
  /** Lines in a request, at most; a heading is one more. */
  static final int LINES = 20_000;

  /** Bytes in a request after which it is sent. */
  static final int BYTES = 16 << 20;

  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final String INSTANCE = "@line/";

  private final ApiClient api;
  private final String method;
  private final String path;
  private final Map<String, Long> counts = new LinkedHashMap<>();

  RowUpload(ApiClient api, String method, String path) {
    this.api = api;
    this.method = method;
    this.path = path;
  }

  /** Sends the file; returns the sums of all that the server counted, by name. */
  Map<String, Long> send(String name, InputFile file, RowReport report, Progress progress)
      throws IOException {
    Lines lines = new Lines(file.stream());
    if (!lines.next()) throw new Failure(name + " is empty");
    boolean csv = isCsv(name, lines);
    byte[] heading = csv ? line(lines) : new byte[0];
    boolean more = !csv || lines.next();
    while (more) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(heading);
      long before = lines.number() - (csv ? 2 : 1);
      int count = 0;
      boolean quoted = false;
      do {
        byte[] line = line(lines);
        body.writeBytes(line);
        quoted ^= csv && hasOddQuotes(line);
        count++;
        more = lines.next();
      } while (more && (quoted || (count < LINES && body.size() < BYTES)));
      send(csv ? CSV : NDJSON, body.toByteArray(), before, report);
      progress.show(file.fraction(), counts.getOrDefault("rows", 0L));
    }
    return counts;
  }

  /** By the name, or else by the first line: a row of NDJSON begins with a brace. */
  private static boolean isCsv(String name, Lines first) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (plain.endsWith(".csv")) return true;
    if (plain.endsWith(".ndjson") || plain.endsWith(".jsonl")) return false;
    int from = first.from();
    while (from < first.to() && first.bytes()[from] == ' ') from++;
    return from == first.to() || first.bytes()[from] != '{';
  }

  private static byte[] line(Lines lines) {
    byte[] line = new byte[lines.to() - lines.from() + 1];
    System.arraycopy(lines.bytes(), lines.from(), line, 0, line.length - 1);
    line[line.length - 1] = '\n';
    return line;
  }

  /** Whether a quoted cell that spans lines begins or ends in this one. */
  private static boolean hasOddQuotes(byte[] line) {
    boolean odd = false;
    for (byte b : line) odd ^= b == '"';
    return odd;
  }

  /**
   * @param before the number of the file's line before what the server calls line 1
   */
  private void send(String contentType, byte[] body, long before, RowReport report) {
    JsonNode answer = api.send(method, path, contentType, body);
    for (var count : answer.path("data").path("attributes").properties())
      if (count.getValue().isNumber())
        counts.merge(count.getKey(), count.getValue().asLong(), Long::sum);
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
