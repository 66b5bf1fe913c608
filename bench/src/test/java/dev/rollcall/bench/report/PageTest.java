package dev.rollcall.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final Machine MACHINE = new Machine("Abacus", 2, 24, "Linux 1", "JDK 25");

  @Test
  void a_section_replaces_the_one_between_its_markers_and_nothing_else(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("page.md");
    Files.writeString(file, "before\n<!-- bench start -->\nold\n<!-- end start -->\nafter\n");
    StringWriter printed = new StringWriter();
    Section section =
        new Section("start", "./rollcall bench start", MACHINE, new PrintWriter(printed));
    section.row("first", Stat.of(1, 2, 4), "s", "1 or less");
    section.row("second", 0.5, "s", "");
    new Page(file).put(section);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            before
            <!-- bench start -->
            `./rollcall bench start` on Abacus, 2 cores, 24 GiB, Linux 1, JDK 25; client and server share them.

            | figure | median | least to greatest | unit | target |
            |---|---|---|---|---|
            | first | 2 | 1 to 4 | s | 1 or less |
            | second | 0.50 |  | s |  |
            <!-- end start -->
            after
            """);
    assertThat(printed.toString()).isEqualTo(section.text());
  }

  @Test
  void a_section_without_markers_goes_to_the_end() {
    assertThat(Page.with("before\n", "start", "new\n"))
        .isEqualTo("before\n\n<!-- bench start -->\nnew\n<!-- end start -->\n");
  }
}
