package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The identifiers in a file, one a line or in one column of CSV; blank lines are none. */
final class IdentifierRows {
  private final Lines lines;
  private final Cell cell = new Cell();
  private final int column;
  private boolean hasCell;

  /**
   * @param column a heading of the first line, or the number of a column, from 1, of a file without
   *     headings; empty when each line is an identifier
   */
  IdentifierRows(InputStream in, Optional<String> column) throws IOException {
    this.lines = new Lines(in);
    this.column = column.isEmpty() ? -1 : index(column.get());
  }

  private int index(String column) throws IOException {
    if (column.matches("[1-9]\\d{0,3}")) return Integer.parseInt(column) - 1;
    if (lines.next()) {
      for (int i = 0; cell.take(lines.bytes(), lines.from(), lines.to(), i); i++)
        if (new String(cell.copy(), UTF_8).strip().equalsIgnoreCase(column)) return i;
    }
    throw new Failure("the first line has no column " + column);
  }

  /** Goes on to the next row; false at the end. */
  boolean next() throws IOException {
    do {
      if (!lines.next()) return false;
    } while (lines.isBlank());
    hasCell = column < 0 || cell.take(lines.bytes(), lines.from(), lines.to(), column);
    return true;
  }

  long line() {
    return lines.number();
  }

  /** Whether this row has the column; without it there is no identifier to ask for. */
  boolean hasCell() {
    return hasCell;
  }

  byte[] bytes() {
    return column < 0 ? lines.bytes() : cell.bytes();
  }

  int from() {
    return column < 0 ? lines.from() : cell.from();
  }

  int to() {
    return column < 0 ? lines.to() : cell.to();
  }
}
