package dev.rollcall.audience;

/**
 * The catalog's database is out of reach, or cannot take the work now.
 *
 * <p>Nothing was changed, unless the connection broke while a commit was under way: then the work
 * is done whole or not at all, and reading tells which.
 */
public final class CatalogUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CatalogUnavailable(String message) {
    super(message);
  }

  public CatalogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
