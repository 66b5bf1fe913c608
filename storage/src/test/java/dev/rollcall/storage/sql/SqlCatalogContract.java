package dev.rollcall.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Catalog.Tables;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Targeting;
import dev.rollcall.contract.CatalogContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/**
 * What a catalog in a database does beyond what every catalog does: it stays, and other processes
 * share it.
 */
abstract class SqlCatalogContract extends CatalogContract {
  /** Where the catalog of this test is. */
  abstract String location();

  /** Where another catalog can be, of which there is nothing yet. */
  abstract String withoutTables();

  @Override
  protected final Catalog open() {
    return SqlCatalog.open(location());
  }

  private static Account account(long id) {
    return new Account(id, "Acme", AccountType.DEMAND, List.of("SE"), "EUR", "UTC", Set.of());
  }

  private static long add(Catalog catalog) {
    return catalog.write(tables -> {
      long id = tables.newId();
      tables.accounts().put(account(id));
      return id;
    });
  }

  static List<Account> accounts(Catalog catalog) {
    return catalog.read(tables -> tables.accounts().list());
  }

  @Test
  void the_first_id_is_a_thousand() {
    assertThat(catalog().write(Tables::newId)).isEqualTo(1_000);
  }

  @Test
  void what_was_written_is_there_when_the_catalog_is_opened_again() {
    long id = add(catalog());
    long version = catalog().version();
    try (Catalog again = open()) {
      assertThat(accounts(again)).containsExactly(account(id));
      assertThat(again.version()).isEqualTo(version);
    }
  }

  @Test
  void no_id_is_given_again_when_the_catalog_is_opened_again() {
    List<Long> ids = new ArrayList<>();
    ids.add(add(catalog()));
    assertThatThrownBy(() ->
            catalog()
                .write(tables -> {
                  ids.add(tables.newId());
                  ids.add(tables.newId());
                  throw new IllegalArgumentException("refused");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    try (Catalog again = open()) {
      ids.add(add(again));
      ids.add(add(catalog()));
      ids.add(add(again));
    }
    assertThat(ids).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void a_write_by_another_process_is_seen_at_once_and_noticed_in_the_version()
      throws InterruptedException {
    try (Catalog other = open()) {
      long before = catalog().version();
      long id = add(other);
      assertThat(accounts(catalog())).containsExactly(account(id));
      Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
      while (catalog().version() == before && Instant.now().isBefore(deadline)) Thread.sleep(10);
      assertThat(catalog().version()).isEqualTo(other.version()).isGreaterThan(before);
    }
  }

  @Test
  void writers_of_two_processes_take_turns() throws InterruptedException {
    try (Catalog other = open()) {
      Thread there = Thread.startVirtualThread(() -> addTwenty(other));
      addTwenty(catalog());
      there.join();
      assertThat(accounts(catalog())).hasSize(40);
    }
  }

  private static void addTwenty(Catalog catalog) {
    for (int i = 0; i < 20; i++) add(catalog);
  }

  @Test
  void all_migrations_there_are_are_known_and_applied() {
    var flyway = Schema.flyway(Dialect.at(location(), Duration.ofSeconds(5)).connections());
    assertThat(flyway.info().pending()).isEmpty();
    assertThat(flyway.info().applied())
        .extracting(migration -> migration.getVersion().getVersion())
        .containsExactlyInAnyOrderElementsOf(Schema.VERSIONS);
  }

  @Test
  void line_items_of_an_older_program_are_kept() throws SQLException {
    String older = withoutTables();
    DataSource connections = Dialect.at(older, Duration.ofSeconds(5)).connections();
    Flyway.configure()
        .configuration(Schema.flyway(connections).getConfiguration())
        .target("8")
        .load()
        .migrate();
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO line_item VALUES (7, 1, 11, 'seven', NULL, NULL, 'EXCLUDE', '[3,4]')");
      statement.execute("INSERT INTO line_item_audience VALUES (7, 3), (7, 4)");
    }
    try (SqlCatalog catalog = SqlCatalog.open(older)) {
      Targeting targeting = new Targeting(Targeting.Scope.EXCLUDE, Set.of(3L, 4L));
      assertThat(catalog.<List<LineItem>>read(tables -> tables.lineItems().list()))
          .containsExactly(new LineItem(7, 1, 11, "seven", null, null, targeting));
      assertThat(catalog.<List<Long>>read(tables -> tables.lineItems().targeting(4)))
          .containsExactly(7L);
    }
  }
}
