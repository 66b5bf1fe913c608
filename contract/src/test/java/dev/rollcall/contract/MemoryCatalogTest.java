package dev.rollcall.contract;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.MemoryCatalog;

final class MemoryCatalogTest extends CatalogContract {
  @Override
  protected Catalog open() {
    return new MemoryCatalog();
  }
}
