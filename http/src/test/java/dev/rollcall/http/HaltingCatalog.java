package dev.rollcall.http;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.CatalogUnavailable;
import java.util.function.Function;

/** A catalog that can be told to count nothing. */
final class HaltingCatalog implements Catalog {
  private final Catalog catalog;
  private volatile boolean halted;

  HaltingCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  void halt(boolean now) {
    halted = now;
  }

  @Override
  public <T> T read(Function<Tables, T> work) {
    return catalog.read(work);
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    return catalog.write(work);
  }

  @Override
  public <T> T count(Function<Tables, T> work) {
    if (halted) throw new CatalogUnavailable("halted");
    return catalog.count(work);
  }

  @Override
  public long version() {
    return catalog.version();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
