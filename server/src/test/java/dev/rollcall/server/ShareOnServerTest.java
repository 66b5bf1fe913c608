package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AccountType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code share set}, {@code show} and {@code stop} on a server. */
class ShareOnServerTest {
  @TempDir private Path folder;
  private RunningServer server;
  private Wire wire;
  private String own;
  private String news;

  /** A list of a retailer's own account; the application may use a brand's account as well. */
  @BeforeEach
  void fill() throws IOException {
    server = new RunningServer(folder);
    own = server.addAccount("Grocer's own", AccountType.SUPPLY);
    wire = server.signIn();
    news = wire.createSegment(own, server.retailerId(), "News", "Email");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_list_is_shared_shown_and_shared_no_longer() {
    assertThat(server.run("share", "show", "--name=News").strip())
        .isEqualTo("NotShared, statistics not told");
    assertThat(server.run("share", "set", "--segment", news, "--all").strip())
        .isEqualTo("SharedWithAll, statistics not told");
    String brand = server.accountId();
    assertThat(
            server
                .run("share", "set", "--name=News", "--with", brand, "--statistics", "--json")
                .strip())
        .isEqualTo(
            "{'segmentId':'%s','sharingStatus':'SharedWithDemandAccounts','accountIds':['%s'],'statisticsAllowed':true,'usedBy':[]}"
                .formatted(news, brand)
                .replace('\'', '"'));
    assertThat(server.run("share", "stop", "--segment", news).strip())
        .isEqualTo("NotShared, statistics not told");
  }

  @Test
  void who_uses_a_list_is_told_and_keeps_it_from_being_withdrawn() throws IOException {
    String brand = server.accountId();
    server.run("share", "set", "--segment", news, "--with", brand);
    String audience =
        wire.createAudience(
            brand, server.retailerId(), "Readers", Map.of("audienceSegmentId", news));
    assertThat(server.run("share", "show", "--segment", news))
        .isEqualTo(
            """
            SharedWithDemandAccounts %s, statistics not told
            USED BY  NAME   AUDIENCES
            %s     Brand  1
            """
                .formatted(brand, brand));
    assertThat(server.refused("share", "stop", "--segment", news))
        .isEqualTo(
            "segment-must-not-be-used-in-audience: It cannot be withdrawn: account %s (Brand) uses the list in 1 audience"
                .formatted(brand));
    wire.post(
        Wire.API + "/accounts/" + brand + "/audiences/delete",
        Map.of("data", List.of(Map.of("id", audience))));
    assertThat(server.run("share", "stop", "--segment", news)).startsWith("NotShared");
  }

  @Test
  void a_list_of_the_accounts_own_goes_before_one_shared_with_it() throws IOException {
    server.run("share", "set", "--segment", news, "--all");
    String brand = server.accountId();
    String brands = wire.createSegment(brand, server.retailerId(), "News", "Email");
    assertThat(server.run("list", "statistics", "--account", brand, "--name=News"))
        .startsWith("segment " + brands + ":");
    assertThat(server.refused("list", "statistics", "--name=News"))
        .isEqualTo("several accounts have a segment named \"News\"; --account says which");
    assertThat(server.refused("share", "show", "--account", brand, "--segment", news))
        .startsWith("permission-denied: ");
  }

  @Test
  void a_list_that_is_shared_is_changed_by_its_own_account_only() throws IOException {
    server.run("share", "set", "--segment", news, "--all");
    Path file = Files.writeString(folder.resolve("list.txt"), "a@example.com\n");
    String brand = server.accountId();
    String[] shared = {"--account", brand, "--segment", news};
    for (String how : List.of("add", "remove", "replace"))
      assertThat(server.refused("list", how, shared[0], shared[1], shared[2], shared[3], file + ""))
          .startsWith("segment-read-only: ");
    assertThat(server.refused("list", "clear", shared[0], shared[1], shared[2], shared[3]))
        .startsWith("segment-read-only: ");
    assertThat(
            server.refused(
                "list",
                "restore",
                "--as-of=2027-01-01T00:00:00Z",
                shared[0],
                shared[1],
                shared[2],
                shared[3]))
        .startsWith("segment-read-only: ");
    server.run("list", "add", "--segment", news, file.toString());
    assertThat(wire.statistics(own, news).path("numberOfIdentifiers").asInt()).isOne();
  }

  @Test
  void what_cannot_be_shared_so_says_why() throws IOException {
    assertThat(server.refused("share", "set", "--segment", news))
        .isEqualTo("give either --all or --with ID,...");
    assertThat(server.refused("share", "set", "--segment", news, "--all", "--with=1"))
        .isEqualTo("give either --all or --with ID,...");
    assertThat(server.refused("share", "set", "--segment", news, "--with=1,x"))
        .isEqualTo("--with must be ids: digits only");
    assertThat(server.refused("share", "set", "--segment", news, "--with=9"))
        .isEqualTo("account-not-found: there is no other account 9 that may address the retailer");
    assertThat(server.refused("share", "set", "--segment=x", "--all"))
        .isEqualTo("--segment must be an id: digits only");
    assertThat(server.refused("share", "stop", "--segment=9"))
        .isEqualTo("there is no segment 9 in the accounts of the application");
    String brands = wire.createSegment(server.accountId(), server.retailerId(), "Brand's", "Email");
    assertThat(server.refused("share", "set", "--segment", brands, "--all"))
        .startsWith("segment-not-shareable: The account must be the retailer's own");
    CommandLineRun neither = server.tryToRun("", "share", "set", "--all");
    assertThat(neither.exitCode()).isEqualTo(2);
    assertThat(neither.err()).contains("(--segment=ID | --name=NAME)").hasLineCount(1);
  }
}
