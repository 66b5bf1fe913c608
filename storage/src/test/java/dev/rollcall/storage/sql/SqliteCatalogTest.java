package dev.rollcall.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.CatalogUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogTest extends SqlCatalogContract {
  @TempDir Path folder;

  @Override
  String location() {
    return folder.resolve("data").resolve("catalog.db").toString();
  }

  @Override
  String withoutTables() {
    return folder.resolve("older.db").toString();
  }

  @Test
  void a_commit_is_forced_to_the_disk() {
    Dialect sqlite = Dialect.at(location(), Duration.ofSeconds(1));
    try (Database database = Database.open(sqlite)) {
      int synchronous =
          database.write(handle -> handle.select("PRAGMA synchronous").mapTo(int.class).one());
      String journal =
          database.write(handle -> handle.select("PRAGMA journal_mode").mapTo(String.class).one());
      assertThat(synchronous).isEqualTo(2);
      assertThat(journal).isEqualTo("wal");
    }
  }

  @Test
  void a_path_and_its_url_are_one_catalog() {
    long id = catalog().write(tables -> tables.newId());
    try (SqlCatalog same = SqlCatalog.open("jdbc:sqlite:" + location())) {
      assertThat(same.<Long>write(tables -> tables.newId())).isEqualTo(id + 1);
    }
  }

  @Test
  void a_catalog_that_another_process_keeps_locked_is_unavailable() throws SQLException {
    try (SqlCatalog catalog = SqlCatalog.open(location(), Duration.ofMillis(300));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + location());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> catalog.write(tables -> tables.newId()))
          .isInstanceOf(CatalogUnavailable.class);
      assertThat(accounts(catalog)).isEmpty();
      statement.execute("ROLLBACK");
      assertThat(catalog.<Long>write(tables -> tables.newId())).isEqualTo(1_000);
    }
  }

  @Test
  void a_catalog_that_cannot_be_opened_is_unavailable() throws IOException {
    Path here = Files.createDirectory(folder.resolve("a folder"));
    assertThatThrownBy(() -> SqlCatalog.open(here.toString()))
        .isInstanceOf(CatalogUnavailable.class);
  }

  private void tell(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + location());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_migration_older_than_the_last_is_made_up_for() throws SQLException {
    catalog().close();
    for (String table : List.of("webhook", "webhook_delivery", "webhook_state"))
      tell("DROP TABLE " + table);
    tell("DELETE FROM flyway_schema_history WHERE version = '4'");
    SqlCatalog.open(location()).close();
    tell("INSERT INTO webhook_state (operation, computation, last_delivery) VALUES (1, 1, 1)");
  }

  @Test
  void tables_made_at_once_are_those_that_flyway_makes() throws SQLException {
    Dialect atOnce = Dialect.at(folder.resolve("at-once.db").toString(), Duration.ofSeconds(1));
    Dialect bySteps = Dialect.at(folder.resolve("by-steps.db").toString(), Duration.ofSeconds(1));
    Schema.migrate(atOnce);
    Schema.flyway(bySteps.connections()).migrate();
    for (String question :
        List.of(
            "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'flyway%' ORDER BY name",
            "SELECT name || type || \"notnull\" || pk || coalesce(dflt_value, '')"
                + " FROM pragma_table_info('flyway_schema_history')",
            "SELECT installed_rank || version || description || type || script || checksum"
                + " || success FROM flyway_schema_history ORDER BY installed_rank"))
      assertThat(ask(atOnce, question)).isNotEmpty().isEqualTo(ask(bySteps, question));
    assertThat(Schema.flyway(atOnce.connections()).validateWithResult().validationSuccessful)
        .isTrue();
  }

  private static List<String> ask(Dialect database, String question) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) answers.add(rows.getString(1));
    }
    return answers;
  }

  @Test
  void tables_of_a_newer_program_are_refused() throws SQLException {
    catalog().close();
    tell(
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'newer', type, 'V99', 0, installed_by,"
            + " installed_on, 0, success FROM flyway_schema_history WHERE version = '1'");
    assertThatThrownBy(() -> SqlCatalog.open(location()))
        .isInstanceOf(CatalogUnavailable.class)
        .hasMessageContaining("newer program")
        .hasMessageContaining("99");
  }

  @Test
  void other_databases_are_refused() {
    assertThatThrownBy(() -> SqlCatalog.open("jdbc:mysql://db/catalog"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
