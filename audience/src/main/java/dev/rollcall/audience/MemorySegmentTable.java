package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Segments of a {@link MemoryCatalog}. */
record MemorySegmentTable(MemoryRows<AudienceSegment> rows, MemoryRows<Account> accounts)
    implements SegmentTable {
  @Override
  public boolean insert(AudienceSegment segment) {
    if (rows.holds(segment.id()))
      throw new IllegalStateException("there is a segment " + segment.id() + " already");
    return put(segment);
  }

  @Override
  public boolean update(AudienceSegment segment) {
    return rows.holds(segment.id()) && put(segment);
  }

  private boolean put(AudienceSegment segment) {
    return rows.put(
        segment.id(),
        segment,
        other -> other.accountId() == segment.accountId() && other.name().equals(segment.name()));
  }

  @Override
  public void delete(long id) {
    rows.remove(id);
  }

  @Override
  public Optional<AudienceSegment> find(long id) {
    return rows.find(id);
  }

  @Override
  public Optional<AudienceSegment> named(long accountId, String name) {
    return rows.all()
        .filter(segment -> segment.accountId() == accountId && segment.name().equals(name))
        .findFirst();
  }

  @Override
  public Page<AudienceSegment> search(long accountId, SegmentFilter filter, int offset, int limit) {
    Optional<Account> account = accounts.find(accountId);
    return rows.page(
        s ->
            (s.accountId() == accountId || account.filter(s::visibleTo).isPresent())
                && filter.accepts(s),
        offset,
        limit);
  }

  @Override
  public List<AudienceSegment> ofRetailer(long retailerId) {
    return rows.list(s -> s.retailerId() == retailerId);
  }

  @Override
  public Set<Long> ids() {
    return rows.all().map(AudienceSegment::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
