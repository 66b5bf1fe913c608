package dev.rollcall.audience;

import java.util.List;
import java.util.Set;

/** Tells about retailers and changes their settings. */
public final class Retailers {
  private final Catalog catalog;

  public Retailers(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Those of the retailers that there are, by ascending id. */
  public List<Retailer> list(Set<Long> ids) {
    return catalog.read(
        tables -> tables.retailers().list().stream().filter(r -> ids.contains(r.id())).toList());
  }

  public Outcome<Retailer> find(long id) {
    return catalog.read(tables -> find(tables, id));
  }

  /** Says when changes become visible to the retailer's lookups, from the next lookup on. */
  public Outcome<Retailer> publish(long id, Publication publication) {
    return catalog.write(tables ->
        find(tables, id)
            .map(retailer -> {
              Retailer changed = retailer.publishing(publication);
              tables.retailers().put(changed);
              return changed;
            }));
  }

  private static Outcome<Retailer> find(Catalog.Tables tables, long id) {
    return tables
        .retailers()
        .find(id)
        .map(Outcome::done)
        .orElseGet(() ->
            Outcome.refused(ProblemCode.RETAILER_NOT_FOUND.because("there is no retailer " + id)));
  }
}
