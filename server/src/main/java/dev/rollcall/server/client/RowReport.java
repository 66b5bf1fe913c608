package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a file that were not taken: line and reason, never the value. */
final class RowReport implements AutoCloseable {
  /** Rows named on the terminal; a file given for the report names all. */
  private static final int SAID = 20;

  /** Rows named in a JSON answer, at most. */
  private static final int KEPT = 1_000;

  /** A row that was not taken. */
  record Row(long line, String code) {}

  private final List<Row> kept = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Optional<PrintWriter> file;
  private long count;

  /**
   * @param path where to name every row; without it only the first are named
   */
  RowReport(Optional<Path> path) {
    this.file = path.map(RowReport::writer);
    file.ifPresent(writer -> writer.println("line,code"));
  }

  private static PrintWriter writer(Path path) {
    try {
      return new PrintWriter(Files.newBufferedWriter(path));
    } catch (IOException e) {
      throw new Failure("the report " + path + " cannot be written", e);
    }
  }

  void add(long line, String code, String advice) {
    count++;
    file.ifPresent(writer -> writer.println(line + "," + code));
    if (kept.size() < KEPT) kept.add(new Row(line, code));
    if (said.size() < SAID) said.add("line " + line + ": " + code + ". " + advice);
  }

  /** Counts rows that cannot be named. */
  void addUnnamed(long rows) {
    count += rows;
  }

  long count() {
    return count;
  }

  /** The first rows. */
  List<Row> rows() {
    return List.copyOf(kept);
  }

  void say(Output output) {
    said.forEach(output::say);
    if (count > said.size())
      output.say(
          "and %,d more%s"
              .formatted(
                  count - said.size(), file.isPresent() ? "" : "; --report FILE names them all"));
  }

  @Override
  public void close() {
    file.ifPresent(PrintWriter::close);
  }
}
