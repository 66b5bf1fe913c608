package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Audiences of a {@link MemoryCatalog}. */
record MemoryAudienceTable(MemoryRows<Audience> rows) implements AudienceTable {
  @Override
  public boolean insert(Audience audience) {
    if (rows.holds(audience.id()))
      throw new IllegalStateException("there is an audience " + audience.id() + " already");
    return put(audience);
  }

  @Override
  public boolean update(Audience audience) {
    return rows.holds(audience.id()) && put(audience);
  }

  private boolean put(Audience audience) {
    return rows.put(
        audience.id(),
        audience,
        other -> other.accountId() == audience.accountId() && other.name().equals(audience.name()));
  }

  @Override
  public void delete(long id) {
    rows.remove(id);
  }

  @Override
  public Optional<Audience> find(long id) {
    return rows.find(id);
  }

  @Override
  public Page<Audience> search(long accountId, AudienceFilter filter, int offset, int limit) {
    return rows.page(a -> a.accountId() == accountId && filter.accepts(a), offset, limit);
  }

  @Override
  public List<Audience> ofRetailer(long retailerId) {
    return rows.list(a -> a.retailerId() == retailerId);
  }

  @Override
  public List<Long> using(long segmentId) {
    return rows.all()
        .filter(a -> a.algebra().segmentIds().contains(segmentId))
        .map(Audience::id)
        .toList();
  }
}
