package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Sends a file of an identity graph in requests of whole rows. */
final class IdentityUpload {
  /** Lines in a request, at most; a heading is one more. */
  static final int LINES = 20_000;

  /** Bytes in a request after which it is sent. */
  static final int BYTES = 16 << 20;

  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final String INSTANCE = "@line/";

  private final ApiClient api;
  private final String path;
  private final String run = UUID.randomUUID().toString();
  private long requests;
  private long rows;
  private long users;
  private long identifiers;
  private long refusedRows;
  private long invalidIdentifiers;

  IdentityUpload(ApiClient api, long retailerId) {
    this.api = api;
    this.path = "/v1/retailers/" + retailerId + "/identities";
  }

  /**
   * What the server took.
   *
   * @param users rows with an identifier at least
   * @param refusedRows rows without one
   * @param invalidIdentifiers left out, in rows refused or not
   */
  record Result(
      long rows, long users, long identifiers, long refusedRows, long invalidIdentifiers) {}

  Result send(String name, InputFile file, RowReport report, Progress progress) throws IOException {
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
      progress.show(file.fraction(), rows);
    }
    return new Result(rows, users, identifiers, refusedRows, invalidIdentifiers);
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
    JsonNode answer = api.post(path, contentType, body, run + "-" + ++requests);
    JsonNode counts = answer.path("data").path("attributes");
    rows += counts.path("rows").asLong();
    users += counts.path("users").asLong();
    identifiers += counts.path("identifiers").asLong();
    refusedRows += counts.path("refusedRows").asLong();
    invalidIdentifiers += counts.path("invalidIdentifiers").asLong();
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
