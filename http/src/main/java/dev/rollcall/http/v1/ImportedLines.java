package dev.rollcall.http.v1;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.BodyWorkers;
import dev.rollcall.http.Call;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.http.v1.ImportRow.Columns;
import dev.rollcall.http.v1.ImportRow.JsonRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a body, CSV or NDJSON, read and taken a part at a time, so that a body may be as
 * long as it likes: when a part is read, those before it are durable. What is wrong with a line is
 * told by its number and leaves the others as they are.
 */
final class ImportedLines {
  static final String CSV = "text/csv";
  static final String NDJSON = "application/x-ndjson";
  static final Set<String> TYPES = Set.of(CSV, NDJSON);

  /** Bytes of a part, and of a line, at most: some 50,000 events. */
  private static final int PART_BYTES = 4 << 20;

  /** Problems told in one answer, at most; the counts include those beyond. */
  private static final int MAX_PROBLEMS = 1_000;

  private final Call call;
  private final BodyWorkers workers;
  private final Predicate<String> isColumn;
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Columns columns;
  private long line;
  private long rows;
  private long refused;
  private boolean wrong;

  /**
   * @param isColumn whether a column of CSV may have this name, in lower case
   */
  ImportedLines(Call call, BodyWorkers workers, Predicate<String> isColumn) {
    this.call = call;
    this.workers = workers;
    this.isColumn = isColumn;
  }

  /** What is done with rows. */
  interface Taker {
    /** Takes one row in, telling of what is wrong with it. */
    void row(ImportRow row);

    /**
     * Makes what was taken in durable.
     *
     * @param last whether the body ended: the answer is durable with it then
     */
    void endPart(boolean last);
  }

  /**
   * Reads the body to its end.
   *
   * @throws Refusal when it broke off, a line is too long, or the header line is wrong; what came
   *     in the parts before stays
   */
  void read(Taker taker) {
    byte[] part = new byte[PART_BYTES];
    int filled = 0;
    try {
      for (boolean more = true; more; ) {
        int read = call.body().readNBytes(part, filled, part.length - filled);
        more = read > 0;
        filled += read;
        int end = more && filled == part.length ? lastLine(part, filled) : filled;
        if (more && filled < part.length) continue;
        if (end == 0 && more) throw new Refusal(refusal("The line is longer than 4 MiB"));
        int length = end;
        InputStream bytes = new ByteArrayInputStream(part, 0, length);
        workers.work(
            call.application().id(),
            bytes,
            (body, size) -> {
              lines(body, size, taker);
              return rows;
            });
        taker.endPart(!more);
        System.arraycopy(part, end, part, 0, filled - end);
        filled -= end;
      }
    } catch (IOException e) {
      throw new Refusal(ProblemCode.INVALID_VALUE.because("The body broke off before its end"));
    } finally {
      Arrays.fill(part, (byte) 0);
    }
  }

  private static int lastLine(byte[] part, int filled) {
    int end = filled;
    while (end > 0 && part[end - 1] != '\n') end--;
    return end;
  }

  private void lines(byte[] body, int length, Taker taker) {
    for (int from = 0, to; from < length; from = to + 1) {
      to = from;
      while (to < length && body[to] != '\n') to++;
      line++;
      String text = new String(body, from, to - from, UTF_8);
      if (line == 1 && text.startsWith("\ufeff")) text = text.substring(1);
      if (!text.isBlank())
        line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, taker);
    }
  }

  private void line(String text, Taker taker) {
    boolean csv = CSV.equals(call.mediaType());
    if (csv && columns == null) {
      columns = heading(text);
      return;
    }
    rows++;
    wrong = false;
    if (text.indexOf('\ufffd') >= 0) {
      refuse(ProblemCode.INVALID_VALUE, "The line is not UTF-8");
      return;
    }
    try {
      Optional<ImportRow> row =
          columns != null ? columns.row(text) : Optional.of(JsonRow.read(text));
      if (row.isPresent()) taker.row(row.get());
      else refuse(ProblemCode.INVALID_VALUE, "The line is not valid CSV, or has too many cells");
    } catch (Refusal refusal) {
      refuse(refusal.problem().code(), refusal.problem().detail());
    }
  }

  private Columns heading(String text) {
    Columns read = Columns.read(text);
    for (String name : read.names())
      if (!isColumn.test(name))
        throw new Refusal(
            refusal(
                "Column " + (read.names().indexOf(name) + 1) + " of the header line is unknown"));
    return read;
  }

  private Problem refusal(String detail) {
    return ProblemCode.INVALID_VALUE.at("@line/" + Math.max(1, line), detail);
  }

  /** Tells of something wrong on the line, and that its row is not taken. */
  void refuse(ProblemCode code, String detail) {
    if (!wrong) refused++;
    wrong = true;
    tell(code, detail);
  }

  /** Tells of something wrong on the line, whose row is taken all the same. */
  void tell(ProblemCode code, String detail) {
    if (problems.size() < MAX_PROBLEMS) problems.add(code.at("@line/" + line, detail));
  }

  List<Problem> problems() {
    return problems;
  }

  long rows() {
    return rows;
  }

  long refused() {
    return refused;
  }
}
