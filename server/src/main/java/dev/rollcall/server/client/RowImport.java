package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of rows, as the command line names it. */
final class RowImport {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write line and reason of every row that is not taken whole.")
  Optional<Path> reportFile = Optional.empty();

  @Parameters(paramLabel = "FILE", description = "The file; - for standard input.")
  String name = "";

  /** What the server took. */
  record Taken(Map<String, Long> counts, List<RowReport.Row> problems) {
    long count(String name) {
      return counts.getOrDefault(name, 0L);
    }
  }

  /** Sends the rows to a path of the API, and shows the problems. */
  Taken send(Connection connection, Output output, String method, String path) throws IOException {
    ApiClient api = connection.open();
    try (InputFile file = InputFile.open(name, output.in());
        RowReport report = new RowReport(reportFile)) {
      Map<String, Long> counts;
      try (Progress progress = new Progress(output, "rows")) {
        counts = new RowUpload(api, method, path).send(name, file, report, progress);
      }
      if (!output.json()) report.say(output);
      return new Taken(counts, report.rows());
    }
  }
}
