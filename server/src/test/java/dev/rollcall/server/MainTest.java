package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  @Test
  void every_command_has_help_and_json() {
    List<CommandLine> commands = new ArrayList<>();
    gather(CommandLineRun.commands(), commands);
    assertThat(commands)
        .hasSizeGreaterThan(10)
        .allSatisfy(command -> {
          assertThat(command.getCommandSpec().optionsMap()).containsKeys("--help", "--json");
          assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        });
  }

  private static void gather(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(c -> gather(c, all));
  }

  @Test
  void help_tells_the_commands() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("identities", "list", "compute", "computations", "lookup");
  }

  @Test
  void a_wrong_command_line_is_one_line_and_exit_code_two() {
    misused("rollcall: Missing required subcommand");
    misused("rollcall: Unmatched argument", "no-such-command");
    misused("rollcall: Missing required subcommand", "list");
    misused("rollcall: Error: Missing required argument", "list", "clear");
    misused("rollcall: Unknown option", "compute", "--colour");
  }

  private static void misused(String message, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(message).hasLineCount(1).contains("--help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_failure_is_one_line_and_exit_code_one() {
    failed("who asks?", "compute", "--client-id", "");
    failed("--url is not", "compute", "--client-id", "a", "--client-secret", "b", "--url", "x y");
    failed(
        "no server answers at http://127.0.0.1:1",
        "computations",
        "--client-id",
        "a",
        "--client-secret",
        "b",
        "--url",
        "http://127.0.0.1:1");
  }

  private static void failed(String message, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("rollcall: " + message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
