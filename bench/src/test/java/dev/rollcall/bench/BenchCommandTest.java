package dev.rollcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter printed = new StringWriter();

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(printed);
    return new CommandLine(new BenchCommand()).setOut(writer).setErr(writer).execute(arguments);
  }

  @Test
  void the_help_names_every_benchmark() {
    assertThat(run("--help")).isZero();
    for (Benchmark benchmark : Benchmark.values())
      assertThat(printed.toString()).contains("  " + benchmark.word());
    assertThat(printed.toString())
        .contains("  all", "  kernels", "--users", "--seed", "--minutes", "--write");
  }

  @Test
  void options_stand_before_or_after_what_is_measured() {
    assertThat(run("start", "--users", "200000", "--help")).isZero();
    assertThat(run("--users", "200000", "start", "--help")).isZero();
    assertThat(run("start", "memory", "--users", "200000", "--help")).isZero();
  }

  @Test
  void what_cannot_be_measured_is_refused() {
    assertThat(run("start", "everything")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(printed.toString()).contains("no benchmark everything");
    assertThat(run("start", "--users", "many")).isEqualTo(CommandLine.ExitCode.USAGE);
  }
}
