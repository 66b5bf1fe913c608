package dev.rollcall.server.admin;

import dev.rollcall.audience.Catalog;
import dev.rollcall.server.config.Config;
import dev.rollcall.server.config.ConfigOption;
import dev.rollcall.server.data.DataFolder;
import dev.rollcall.storage.sql.SqlCatalog;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** The catalog a command works on: the server's own, whether that runs or not. */
final class CatalogOption {
  @Mixin ConfigOption config = new ConfigOption();

  <T> T with(Function<Catalog, T> work) {
    Config settings = config.read();
    DataFolder.at(settings.dataFolder());
    try (Catalog catalog = SqlCatalog.open(settings.catalogLocation())) {
      return work.apply(catalog);
    }
  }
}
