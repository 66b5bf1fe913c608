package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
}
