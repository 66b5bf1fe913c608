package dev.rollcall.compute;

import dev.rollcall.audience.Audience;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Retailer;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.KeySecret;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells ad servers which audiences a shopper is in, and which line items they may show.
 *
 * <p>Where publication is continuous, audiences are asked of the live population, so whatever was
 * acknowledged before a lookup shows in it. Where it is scheduled, they are taken from the
 * published snapshot. Line items and their targeting are always the catalog's of now.
 */
public final class Lookups {
  private final Catalog catalog;
  private final Populations populations;
  private final SnapshotStore store;
  private final KeySecrets secrets;
  private final Clock clock;
  private final Map<Long, Serving> servings = new ConcurrentHashMap<>();

  public Lookups(
      Catalog catalog,
      Populations populations,
      SnapshotStore store,
      KeySecrets secrets,
      Clock clock) {
    this.catalog = catalog;
    this.populations = populations;
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What lookups at one retailer need, made for one version of the catalog. */
  private record Serving(
      long catalogVersion, KeySecret secret, ServedAudiences audiences, Offer offer) {
    boolean current(Catalog catalog, SnapshotStore store) {
      return catalogVersion == catalog.version()
          && (!(audiences instanceof PublishedAudiences published) || published.current(store));
    }
  }

  /**
   * Looks one shopper up.
   *
   * @param digests identifiers of the shopper, not sealed; known to be different users', they are
   *     taken together; unknown ones have no audiences
   * @param accountIds whose audiences and line items the answer may name
   */
  public LookupAnswer lookup(long retailerId, List<Identifier> digests, Set<Long> accountIds) {
    return lookupAll(retailerId, List.of(digests), accountIds).getFirst();
  }

  /**
   * Looks several shoppers up, all in the same catalog and snapshot; answers are in their order.
   */
  public List<LookupAnswer> lookupAll(
      long retailerId, List<List<Identifier>> shoppers, Set<Long> accountIds) {
    Serving serving = serving(retailerId);
    LookupAnswer.Reflects reflects =
        switch (serving.audiences()) {
          case LiveAudiences live -> new LookupAnswer.Reflects.Log(populations.position());
          case PublishedAudiences published -> published.reflects();
        };
    Instant now = clock.instant();
    long[][] audienceBits = audienceBits(serving, retailerId, shoppers);
    List<LookupAnswer> answers = new ArrayList<>(shoppers.size());
    for (long[] bits : audienceBits) {
      answers.add(serving.offer().answer(bits, accountIds, now, reflects));
    }
    return answers;
  }

  /**
   * Whether a lookup at this retailer finds what it needs at hand: it waits for no catalog, and for
   * no identifiers that move.
   */
  public boolean ready(long retailerId) {
    Serving serving = servings.get(retailerId);
    return serving != null
        && serving.current(catalog, store)
        && !populations.find(retailerId).map(Population::isMoving).orElse(false);
  }

  private long[][] audienceBits(Serving serving, long retailerId, List<List<Identifier>> shoppers) {
    int words = serving.offer().words();
    Optional<Population> population = populations.find(retailerId);
    if (population.isEmpty()) {
      return new long[shoppers.size()][words];
    }
    Shoppers sealed = new Shoppers(serving.secret(), shoppers);
    return population
        .get()
        .reading(() -> sealed.audienceBits(population.get(), serving.audiences(), words));
  }

  private Serving serving(long retailerId) {
    Serving ready = servings.get(retailerId);
    if (ready != null && ready.current(catalog, store)) {
      return ready;
    }
    return servings.compute(
        retailerId,
        (id, last) -> last != null && last.current(catalog, store) ? last : prepare(id, last));
  }

  private Serving prepare(long retailerId, @Nullable Serving last) {
    long version = catalog.version();
    record Content(Retailer retailer, List<Audience> audiences, List<LineItem> lineItems) {}
    Content content =
        catalog.read(tables ->
            new Content(
                tables.retailers().find(retailerId).orElseThrow(),
                tables.audiences().ofRetailer(retailerId),
                tables.lineItems().ofRetailer(retailerId)));
    ServedAudiences audiences =
        switch (content.retailer().publication()) {
          case CONTINUOUS -> new LiveAudiences(content.audiences());
          case SCHEDULED ->
              PublishedAudiences.load(
                  retailerId,
                  store,
                  last != null && last.audiences() instanceof PublishedAudiences published
                      ? published
                      : null);
        };
    return new Serving(
        version,
        secrets.of(content.retailer()),
        audiences,
        new Offer(audiences.ids(), audiences.accountIds(), content.lineItems()));
  }
}
