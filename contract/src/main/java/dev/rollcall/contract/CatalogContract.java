package dev.rollcall.contract;

import dev.rollcall.audience.Catalog;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every catalog does. */
public abstract class CatalogContract
    implements CatalogTransactionContract,
        CatalogPartiesContract,
        CatalogSegmentsContract,
        CatalogSharingContract,
        CatalogImpressionsContract,
        CatalogAudiencesContract,
        CatalogLineItemsContract,
        CatalogAnswersContract {
  private @Nullable Catalog catalog;

  /** A catalog with nothing in it. */
  protected abstract Catalog open();

  @BeforeEach
  void openCatalog() {
    catalog = open();
  }

  @AfterEach
  void closeCatalog() {
    catalog().close();
  }

  @Override
  public final Catalog catalog() {
    return Objects.requireNonNull(catalog);
  }
}
