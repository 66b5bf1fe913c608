package dev.rollcall.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final AtomicLong nanos = new AtomicLong();
  private final StringWriter said = new StringWriter();

  @Test
  void on_a_terminal_a_bar_is_redrawn_and_wiped_in_the_end() {
    try (Progress progress = progress(true)) {
      after(Duration.ofMillis(99));
      progress.show(0.1, 10);
      assertThat(said.toString()).isEmpty();
      after(Duration.ofMillis(901));
      progress.show(0.5, 1_000);
      assertThat(said.toString())
          .endsWith("[###############               ] 50% 1,000 rows, 1,000 a second");
    }
    assertThat(said.toString()).endsWith("\r\033[K");
  }

  @Test
  void elsewhere_a_line_is_said_now_and_then() {
    try (Progress progress = progress(false)) {
      after(Duration.ofSeconds(9));
      progress.show(0.1, 10);
      after(Duration.ofSeconds(1));
      progress.show(0.5, 1_000);
      progress.show(0.6, 1_100);
    }
    assertThat(said.toString()).isEqualToIgnoringNewLines("50% 1,000 rows, 100 a second");
  }

  @Test
  void without_a_size_only_the_count_is_told() {
    try (Progress progress = progress(false)) {
      after(Duration.ofSeconds(10));
      progress.show(-1, 1_000);
    }
    assertThat(said.toString()).isEqualToIgnoringNewLines("1,000 rows, 100 a second");
  }

  private Progress progress(boolean terminal) {
    PrintWriter err = new PrintWriter(said);
    Output output = new Output(InputStream.nullInputStream(), err, err, terminal);
    return new Progress(output, "rows", nanos::get);
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
