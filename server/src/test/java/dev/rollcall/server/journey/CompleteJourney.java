package dev.rollcall.server.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * One year of a grocer: which households it knows, and which of them each campaign addressed.
 *
 * @param campaigns the households of each campaign, by its id
 * @param types each campaign's type, such as {@code Type A}
 * @param households all that occur in any file
 */
record CompleteJourney(
    NavigableMap<String, NavigableSet<String>> campaigns,
    NavigableMap<String, String> types,
    NavigableSet<String> households) {
  private static final String HOUSEHOLD = "household_id";

  /** Whether the data is where it is looked for. */
  static boolean isThere() {
    return Files.isDirectory(folder());
  }

  /** The folder of the data: beside the project's, as it is no part of it. */
  static Path folder() {
    return project().resolveSibling("shared/data/complete-journey");
  }

  /** The project's folder: tests may be started in it or in their module's folder. */
  static Path project() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("rollcall"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not inside the project's folder");
    }
    return folder;
  }

  static CompleteJourney read() {
    Path folder = folder();
    NavigableMap<String, NavigableSet<String>> campaigns = new TreeMap<>(byNumber());
    NavigableMap<String, String> types = new TreeMap<>(byNumber());
    NavigableSet<String> households = new TreeSet<>(byNumber());
    Path lists = folder.resolve("campaigns.csv.gz");
    rows(
        lists,
        List.of("campaign_id", HOUSEHOLD),
        row ->
            campaigns
                .computeIfAbsent(row.getFirst(), id -> new TreeSet<>(byNumber()))
                .add(row.getLast()));
    rows(
        folder.resolve("campaign_descriptions.csv.gz"),
        List.of("campaign_id", "campaign_type"),
        row -> types.put(row.getFirst(), row.getLast()));
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> columns(file).contains(HOUSEHOLD))
          .forEach(file -> rows(file, List.of(HOUSEHOLD), row -> households.add(row.getFirst())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CompleteJourney(campaigns, types, households);
  }

  /** The households that a campaign addressed. */
  NavigableSet<String> campaign(String id) {
    return Objects.requireNonNull(campaigns.get(id), "there is no such campaign");
  }

  static Comparator<String> byNumber() {
    return Comparator.comparing(Long::valueOf);
  }

  private static List<String> columns(Path file) {
    try (BufferedReader lines = open(file)) {
      return cells(Objects.requireNonNull(lines.readLine(), "a header"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands over some columns of every row. */
  static void rows(Path file, List<String> columns, Consumer<List<String>> each) {
    try (BufferedReader lines = open(file)) {
      List<String> header = cells(Objects.requireNonNull(lines.readLine(), "a header"));
      int[] wanted = columns.stream().mapToInt(header::indexOf).toArray();
      lines
          .lines()
          .map(CompleteJourney::cells)
          .forEach(row -> each.accept(Arrays.stream(wanted).mapToObj(row::get).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8));
  }

  /** The cells of a line: a comma inside quotes is no end of one. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') quoted = !quoted;
      else if (c != ',' || quoted) cell.append(c);
      else {
        cells.add(cell.toString());
        cell.setLength(0);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
