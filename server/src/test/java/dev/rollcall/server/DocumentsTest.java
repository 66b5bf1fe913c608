package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents list is what there is. */
class DocumentsTest {
  private static final Path DOCUMENTS = Path.of("..", "docs");

  @Test
  void the_api_document_lists_every_problem_code_with_its_status_and_title() throws IOException {
    String document = Files.readString(DOCUMENTS.resolve("api.md"));
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(document)
          .contains("| `" + code.code() + "` | " + code.status() + " | " + code.title() + " |");
    }
  }

  @Test
  void the_document_of_the_commands_names_every_one() throws IOException {
    String document = Files.readString(DOCUMENTS.resolve("cli.md"));
    for (CommandLine command : leaves(CommandLineRun.commands()))
      assertThat(document)
          .as(command.getCommandSpec().qualifiedName())
          .contains(command.getCommandName())
          .contains(command.getParent().getCommandName());
  }

  private static List<CommandLine> leaves(CommandLine command) {
    if (command.getSubcommands().isEmpty()) return List.of(command);
    return command.getSubcommands().values().stream().flatMap(c -> leaves(c).stream()).toList();
  }
}
