package dev.rollcall.http.v1;

import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Impression;
import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.csv.CsvMapper;

/**
 * Reads impressions line by line, from NDJSON or from CSV with a header, as they come; a line that
 * cannot be understood is told and passed over. Identifiers become digests at once.
 */
final class ImpressionReader {
  /** Characters of an impression's id, at most. */
  private static final int MAX_ID = 256;

  /** Impressions that one line may tell of, at most. */
  private static final int MAX_COUNT = 1_000_000_000;

  /** Characters of a line, at most. */
  private static final int MAX_LINE = 1 << 16;

  private static final List<String> COLUMNS =
      List.of("impressionId", "lineItemId", "time", "identifierType", "identifier", "count");

  private static final ObjectReader CELLS = new CsvMapper().readerForListOf(String.class);

  private final BufferedReader in;
  private final Digester digester = new Digester();
  private final MessageDigest sha256 = sha256();
  private @Nullable List<String> columns;
  private long line;
  private long rows;

  ImpressionReader(InputStream body, boolean csv) {
    in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 1 << 16);
    if (csv) columns = header();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }

  private List<String> header() {
    String first = nextLine();
    List<String> names = new ArrayList<>();
    for (String name : first == null ? List.<String>of() : cells(first)) {
      String known =
          COLUMNS.stream().filter(c -> c.equalsIgnoreCase(name.strip())).findFirst().orElse("");
      if (known.isEmpty() || names.contains(known)) throw noHeader();
      names.add(known);
    }
    if (names.isEmpty()) throw noHeader();
    return names;
  }

  private static Refusal noHeader() {
    return new Refusal(
        ProblemCode.INVALID_VALUE.at(
            "@line/1", "The header line must name columns among " + String.join(", ", COLUMNS)));
  }

  /**
   * Some rows that were read.
   *
   * @param problems what is wrong with the first of those refused
   * @param refused how many could not be understood
   * @param last whether the body ended
   */
  record Part(List<Impression> read, List<Problem> problems, long refused, boolean last) {
    /** Both as one, with as many problems at most. */
    Part with(Part following, int mostProblems) {
      return new Part(
          joined(read, following.read),
          joined(problems, following.problems).stream().limit(mostProblems).toList(),
          refused + following.refused,
          following.last);
    }

    private static <T> List<T> joined(List<T> first, List<T> then) {
      return Stream.concat(first.stream(), then.stream()).toList();
    }
  }

  /** The next rows, good or bad, so many at most, and so many problems with them. */
  Part next(int mostRows, int mostProblems) {
    List<Impression> read = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    long refused = 0;
    for (long end = rows + mostRows; rows < end; ) {
      String text = nextLine();
      if (text == null) return new Part(read, problems, refused, true);
      if (text.isBlank()) continue;
      rows++;
      try {
        read.add(impression(columns == null ? object(text) : object(columns, text)));
      } catch (Refusal refusal) {
        refused++;
        if (problems.size() < mostProblems)
          problems.add(refusal.problem().code().at("@line/" + line, refusal.problem().detail()));
      }
    }
    return new Part(read, problems, refused, false);
  }

  private @Nullable String nextLine() {
    try {
      StringBuilder text = new StringBuilder();
      int c = in.read();
      if (c < 0) return null;
      line++;
      for (; c >= 0 && c != '\n'; c = in.read())
        if (text.length() <= MAX_LINE) text.append((char) c);
      if (line == 1 && !text.isEmpty() && text.charAt(0) == '\ufeff') text.deleteCharAt(0);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonValue object(String text) {
    if (text.length() > MAX_LINE) throw tooLong();
    return Json.read(text);
  }

  private static Refusal tooLong() {
    return new Refusal(
        ProblemCode.INVALID_VALUE.because("The line has more than " + MAX_LINE + " characters"));
  }

  private static JsonValue object(List<String> columns, String text) {
    if (text.length() > MAX_LINE) throw tooLong();
    List<String> cells = cells(text);
    if (cells.size() > columns.size())
      throw new Refusal(
          ProblemCode.INVALID_VALUE.because("The line has more cells than the header"));
    Map<String, String> object = new HashMap<>();
    for (int i = 0; i < cells.size(); i++)
      if (!cells.get(i).isBlank()) object.put(columns.get(i), cells.get(i).strip());
    return Json.of(object);
  }

  private static List<String> cells(String text) {
    try {
      List<String> cells = CELLS.readValue(text);
      return cells == null ? List.of() : cells;
    } catch (JacksonException e) {
      throw new Refusal(ProblemCode.INVALID_VALUE.because("The line is not valid CSV"));
    }
  }

  private Impression impression(JsonValue row) {
    JsonValue id = row.at("impressionId");
    String name = id.text().strip();
    if (name.isEmpty() || name.length() > MAX_ID) throw id.notA("1 to " + MAX_ID + " characters");
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    return new Impression(
        line,
        hash.getLong(),
        hash.getLong(),
        row.at("lineItemId").id(),
        row.at("time").instant(),
        shown(row));
  }

  private Impression.Shown shown(JsonValue row) {
    JsonValue count = row.at("count");
    JsonValue identifier = row.at("identifier");
    if (count.absent() == identifier.absent())
      throw new Refusal(
          ProblemCode.INVALID_VALUE.because("give exactly one of identifier and count"));
    if (!count.absent()) {
      int times = count.integer();
      if (times < 1 || times > MAX_COUNT) throw count.notA("1 to " + MAX_COUNT);
      return new Impression.Shown.Times(times);
    }
    JsonValue named = row.at("identifierType");
    IdentifierType type =
        IdentifierType.parse(named.string()).orElseThrow(() -> named.notA("an identifier type"));
    long[] digest = new long[2];
    var invalid = digester.digest(type, identifier.text(), digest, 0);
    if (invalid != null)
      throw identifier.refusal(
          ProblemCode.INVALID_VALUE, "is no " + type.wireName() + ". " + invalid.remedy());
    return new Impression.Shown.To(new Identifier(type, digest[0], digest[1]));
  }

  /** Lines with something on them, the header apart. */
  long rows() {
    return rows;
  }
}
