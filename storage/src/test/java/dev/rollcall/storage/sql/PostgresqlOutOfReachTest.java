package dev.rollcall.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.CatalogUnavailable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PostgresqlOutOfReachTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  @Test
  void a_catalog_whose_server_is_gone_is_unavailable() throws IOException {
    String url;
    SqlCatalog catalog;
    try (EmbeddedPostgres server = PostgresqlServer.start()) {
      url = server.getJdbcUrl("postgres", "postgres");
      catalog = SqlCatalog.open(url, PATIENCE);
      assertThat(catalog.<Long>write(tables -> tables.newId())).isEqualTo(1_000);
    }
    try (catalog) {
      assertThatThrownBy(() -> catalog.read(tables -> tables.accounts().list()))
          .isInstanceOf(CatalogUnavailable.class);
      assertThatThrownBy(() -> catalog.write(tables -> tables.newId()))
          .isInstanceOf(CatalogUnavailable.class);
      assertThatThrownBy(() -> catalog.computations().find(1))
          .isInstanceOf(CatalogUnavailable.class);
    }
    assertThatThrownBy(() -> SqlCatalog.open(url, PATIENCE)).isInstanceOf(CatalogUnavailable.class);
  }

  @Test
  void neither_an_error_nor_a_description_tells_the_url() {
    String url = "jdbc:postgresql://127.0.0.1:1/catalog?user=rollcall&password=open-sesame";
    assertThatThrownBy(() -> SqlCatalog.open(url, PATIENCE))
        .isInstanceOf(CatalogUnavailable.class)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("open-sesame"));
    assertThatThrownBy(() -> SqlCatalog.open(url.replace(":1/", ":port/"), PATIENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("open-sesame"));
    assertThat(Dialect.at(url, PATIENCE).toString()).doesNotContain("open-sesame");
  }

  private static String stackTrace(Throwable thrown) {
    java.io.StringWriter trace = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(trace));
    return trace.toString();
  }
}
