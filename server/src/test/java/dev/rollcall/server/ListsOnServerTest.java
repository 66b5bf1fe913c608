package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists made and found by their names, on a server. */
class ListsOnServerTest {
  @TempDir private Path folder;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String[] ensure(String name, String type) {
    return new String[] {
      "list", "ensure", "--name", name, "--retailer", server.retailerId(), "--type", type
    };
  }

  private String[] add(String name, String file) {
    return new String[] {
      "list", "add", "--name", name, "--state", folder.resolve("state").toString(), file
    };
  }

  @Test
  void a_list_is_made_once_and_filled_by_its_name() throws Exception {
    String name = "Café / tea + 100%?";
    String id = server.run(ensure(name, "Email")).strip();
    assertThat(id).matches("\\d+");
    assertThat(server.run(ensure(name, "Email")).strip()).isEqualTo(id);
    Path file = Files.writeString(folder.resolve("list"), "a@x.com\nrubbish\nb@x.com\n");
    CommandLineRun run = server.tryToRun("", add(name, file.toString()));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip())
        .isEqualTo("add segment " + id + ": 3 rows, 2 valid, 1 invalid, 1 requests");
    assertThat(run.err()).startsWith("line 2: identifier-not-an-email. ").hasLineCount(1);
    assertThat(server.tryToRun("c@x.com\n", add(name, "-")).exitCode()).isZero();
    assertThat(server.run("list", "statistics", "--name", name).strip())
        .isEqualTo("segment " + id + ": 3 identifiers, 3 match (100.0%)");
  }

  @Test
  void what_cannot_be_ensured_says_why() {
    String id = server.run(ensure("Coffee", "Email")).strip();
    assertThat(server.refused(ensure("Coffee", "PhoneNumber")))
        .startsWith("segment-differs: segment " + id + " has that name");
    assertThat(server.refused(ensure("Tea", "Phone")))
        .startsWith(
            "invalid-value: data.attributes.contactList.identifierType must be one of Email, ");
    assertThat(server.refused(ensure(" ", "Email")))
        .isEqualTo("name-must-not-be-empty: name must have a character that is not blank");
    assertThat(server.refused(ensure("x".repeat(257), "Email")))
        .isEqualTo("name-too-long: name has 257 characters, at most 256 are allowed");
    assertThat(server.refused("list", "ensure", "--name=Tea", "--retailer=9", "--type=Email"))
        .isEqualTo("retailer-not-found: retailerId must be that of a retailer of the account");
  }

  @Test
  void a_name_that_no_list_has_is_refused_before_anything_is_read() {
    server.run(ensure("Coffee", "Email"));
    assertThat(server.refused(add("Coffe", "nowhere")))
        .isEqualTo("there is no segment named \"Coffe\" in the accounts of the application");
    assertThat(server.refused(add("Coffee", "nowhere"))).isEqualTo("there is no file nowhere");
  }
}
