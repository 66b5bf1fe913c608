package dev.rollcall.http.v1;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * Reads an identity graph as CSV: a header line that names the type of each column, then one line a
 * user. A column may repeat, a cell may hold several identifiers between bars, an empty cell holds
 * none.
 */
final class CsvIdentities {
  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          .enable(CsvReadFeature.WRAP_AS_ARRAY, CsvReadFeature.SKIP_EMPTY_LINES)
          .build();

  private CsvIdentities() {}

  /**
   * Reads the whole part.
   *
   * @throws Refusal when the header names no types, the text is no CSV, or there are too many rows
   *     or identifiers
   */
  static IdentityPart read(byte[] body, int length) {
    IdentityPart part = new IdentityPart();
    try (MappingIterator<List<String>> lines =
        MAPPER.readerForListOf(String.class).readValues(body, 0, length)) {
      if (!lines.hasNextValue()) throw noHeader("the header line is missing");
      List<IdentifierType> columns = columns(lines.nextValue());
      while (lines.hasNextValue())
        row(part, columns, lines.currentLocation().getLineNr(), lines.nextValue());
    } catch (JacksonException e) {
      long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new Refusal(
          ProblemCode.INVALID_VALUE.at(
              "@line/" + line, "The line is not valid CSV; nothing was applied"));
    }
    return part;
  }

  private static List<IdentifierType> columns(List<String> header) {
    List<IdentifierType> columns = new ArrayList<>();
    for (String name : header) {
      int column = columns.size() + 1;
      columns.add(
          IdentifierType.parse(name.strip())
              .orElseThrow(() ->
                  noHeader("column " + column + " of the header line names no identifier type")));
    }
    return columns;
  }

  private static Refusal noHeader(String detail) {
    return new Refusal(ProblemCode.INVALID_VALUE.at("@line/1", detail + "; nothing was applied"));
  }

  private static void row(
      IdentityPart part, List<IdentifierType> columns, long line, List<String> cells) {
    part.row();
    if (cells.size() > columns.size())
      part.problem(line, "The line has more cells than the header");
    int before = part.identifiers();
    int invalid = part.invalidIdentifiers();
    for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      String cell = cells.get(i);
      if (cell == null || cell.isBlank()) continue;
      for (String value : cell.split("\\|", -1))
        if (!value.isBlank()) part.identifier(line, columns.get(i), value);
    }
    if (part.identifiers() == before && part.invalidIdentifiers() == invalid)
      part.problem(line, "The line has no identifier");
  }
}
