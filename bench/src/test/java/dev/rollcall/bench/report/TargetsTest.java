package dev.rollcall.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
  private static final Machine MACHINE = new Machine("Abacus", 2, 24, "Linux 1", "JDK 25");

  private static Section section(String name) {
    return new Section(name, "bench " + name, MACHINE, new PrintWriter(Writer.nullWriter()));
  }

  @Test
  void a_page_tells_of_all_of_its_rows_with_a_target_whether_they_reach_it(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("page.md");
    Files.writeString(file, "before\n<!-- bench targets -->\nold\n<!-- end targets -->\nafter\n");
    Section ingest = section("ingest");
    ingest.row("adds", 6_000_000, "ids/s", "5,000,000 or more");
    ingest.row("p99", Stat.of(80, 90, 100), "ms", "60 or less");
    ingest.row("p50", 7, "ms", "");
    ingest.row("missed", 0, "", "0");
    ingest.absent("sizes", "none came");
    new Page(file).put(ingest);
    Section start = section("start");
    start.row("started", 0.5, "s", "1 or less");
    start.row("killed", 5, "s", "5 or less");
    start.table("system", "figure", "median", "least to greatest", "unit", "times Rollcall's");
    start.cells("Abacus", "adds", "1", "", "s", "20");
    new Page(file).put(start);
    String page = Files.readString(file);
    assertThat(page.substring(0, page.indexOf("after")))
        .isEqualTo(
            """
            before
            <!-- bench targets -->
            | figure | measured | target | reached |
            |---|---|---|---|
            | adds | 6,000,000 ids/s | 5,000,000 or more | yes, by 20 % |
            | p99 | 90 ms | 60 or less | no, by 50 % |
            | missed | 0 | 0 | yes |
            | started | 0.50 s | 1 or less | yes, by 50 % |
            | killed | 5 s | 5 or less | yes |
            <!-- end targets -->
            """);
  }
}
