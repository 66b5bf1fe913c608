package dev.rollcall.http.v1;

import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A line of an import by the names of its fields, whether it is CSV or JSON. */
sealed interface ImportRow {
  /** The text of a field; empty when it is not there or blank. */
  Optional<String> text(String name);

  /** The texts of a field that may have several. */
  List<String> texts(String name);

  /** Names each identifier of the row. */
  void identifiers(BiConsumer<IdentifierType, String> each);

  /** A line of NDJSON. */
  record JsonRow(JsonValue value) implements ImportRow {
    /**
     * Reads a line.
     *
     * @throws Refusal when it is no JSON object
     */
    static JsonRow read(String line) {
      JsonValue value = Json.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
      if (!value.isObject()) throw value.notA("an object");
      return new JsonRow(value);
    }

    @Override
    public Optional<String> text(String name) {
      return value.at(name).optional().map(JsonValue::text).filter(text -> !text.isBlank());
    }

    @Override
    public List<String> texts(String name) {
      return value.at(name).optional().stream()
          .flatMap(list -> list.items().stream())
          .map(JsonValue::text)
          .toList();
    }

    @Override
    public void identifiers(BiConsumer<IdentifierType, String> each) {
      text("userId").ifPresent(id -> each.accept(IdentifierType.CUSTOMER_ID, id));
      Optional<JsonValue> list = value.at("identifiers").optional();
      if (list.isEmpty()) return;
      for (JsonValue identifier : list.get().items()) {
        JsonValue type = identifier.at("type");
        each.accept(
            IdentifierType.parse(type.string()).orElseThrow(() -> type.notA("an identifier type")),
            identifier.at("value").text());
      }
    }

    /** Never the values. */
    @Override
    public String toString() {
      return "JsonRow";
    }
  }

  /** The columns of a CSV file, by the names in its first line. */
  record Columns(List<String> names) {
    /** Names are compared without regard to case. */
    static Columns read(String heading) {
      return new Columns(
          cells(heading).orElse(List.of()).stream()
              .map(name -> name.strip().toLowerCase(Locale.ROOT))
              .toList());
    }

    /** The row of a line; empty when it is not valid CSV, or has more cells than columns. */
    Optional<ImportRow> row(String line) {
      return cells(line)
          .filter(cells -> cells.size() <= names.size())
          .map(cells -> new CsvRow(this, cells));
    }
  }

  /** A line of CSV; a cell may hold several values between bars. */
  record CsvRow(Columns columns, List<String> cells) implements ImportRow {
    @Override
    public Optional<String> text(String name) {
      int column = columns.names.indexOf(name.toLowerCase(Locale.ROOT));
      if (column < 0 || column >= cells.size()) return Optional.empty();
      return Optional.of(cells.get(column).strip()).filter(text -> !text.isEmpty());
    }

    @Override
    public List<String> texts(String name) {
      return text(name).stream().flatMap(text -> Arrays.stream(text.split("\\|", -1))).toList();
    }

    @Override
    public void identifiers(BiConsumer<IdentifierType, String> each) {
      for (int i = 0; i < cells.size(); i++) {
        Optional<IdentifierType> type =
            columns.names.get(i).equals("userid")
                ? Optional.of(IdentifierType.CUSTOMER_ID)
                : IdentifierType.parse(columns.names.get(i));
        if (type.isEmpty()) continue;
        for (String value : cells.get(i).split("\\|", -1))
          if (!value.isBlank()) each.accept(type.get(), value);
      }
    }

    /** Never the values. */
    @Override
    public String toString() {
      return "CsvRow";
    }
  }

  /** The cells of a line; empty when a quote is not closed, or something follows a closed one. */
  private static Optional<List<String>> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    int at = 0;
    while (true) {
      if (at < line.length() && line.charAt(at) == '"') {
        for (at++; ; at++) {
          if (at == line.length()) return Optional.empty();
          boolean quote = line.charAt(at) == '"';
          if (quote && (at + 1 == line.length() || line.charAt(at + 1) != '"')) break;
          if (quote) at++;
          cell.append(line.charAt(at));
        }
        at++;
      } else {
        int end = line.indexOf(',', at);
        cell.append(line, at, end < 0 ? line.length() : end);
        at = end < 0 ? line.length() : end;
      }
      cells.add(cell.toString());
      cell.setLength(0);
      if (at == line.length()) return Optional.of(cells);
      if (line.charAt(at++) != ',') return Optional.empty();
    }
  }
}
