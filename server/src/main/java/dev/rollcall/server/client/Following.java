package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows server-sent events to the last of interest, coming back when the stream breaks off. */
final class Following {
  /** Times in a row that a stream tells nothing before it is given up: some two minutes. */
  private static final int SILENT = 120;

  private static final long COME_BACK_MILLIS = 1_000;

  private final ApiClient api;
  private final String path;
  private final Predicate<JsonNode> goesOn;
  private String seen = "";

  /**
   * @param goesOn is given the data of each event, and tells whether there is to be another
   */
  Following(ApiClient api, String path, Predicate<JsonNode> goesOn) {
    this.api = api;
    this.path = path;
    this.goesOn = goesOn;
  }

  /** Returns when there is to be no other event, or none comes any more. */
  void toTheEnd() throws InterruptedException {
    int silent = 0;
    while (true) {
      String before = seen;
      try (Stream<String> lines = api.stream(path, seen)) {
        if (!read(lines.iterator())) return;
      } catch (UncheckedIOException lost) {
        silent++; // the stream is come back to
      }
      silent = seen.equals(before) ? silent + 1 : 0;
      if (silent >= SILENT) throw new Failure("the server tells nothing any more");
      Thread.sleep(COME_BACK_MILLIS);
    }
  }

  /** Reads to the end of the stream; false when that was all of it. */
  private boolean read(Iterator<String> lines) {
    boolean any = false;
    while (lines.hasNext()) {
      String line = lines.next();
      any = true;
      if (line.startsWith("id: ")) seen = line.substring(4);
      if (line.startsWith("data: ")
          && !goesOn.test(JsonMapper.shared().readTree(line.substring(6)))) return false;
    }
    return any;
  }
}
