package dev.rollcall.compute;

import dev.rollcall.audience.Population;
import dev.rollcall.members.MemberRows;
import dev.rollcall.members.Members;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A retailer's audiences as the published snapshot has them; none before the first. */
final class PublishedAudiences implements ServedAudiences {
  private final Optional<Snapshot> snapshot;
  private final Optional<RetailerResult> result;
  private final List<AudienceResult> audiences;

  /** Who is in each audience. */
  private final Members[] users;

  private final MemberRows rows;

  private PublishedAudiences(
      Optional<Snapshot> snapshot,
      long retailerId,
      SnapshotStore store,
      @Nullable PublishedAudiences before) {
    this.snapshot = snapshot;
    this.result = snapshot.flatMap(s -> s.retailer(retailerId));
    this.audiences = result.map(RetailerResult::audiences).orElse(List.of());
    Map<String, Members> loaded = before == null ? Map.of() : before.sets();
    this.users = new Members[audiences.size()];
    for (int i = 0; i < audiences.size(); i++) {
      String contentId = audiences.get(i).contentId();
      Members known = loaded.get(contentId);
      users[i] = known != null ? known : store.members(contentId);
    }
    this.rows = new MemberRows(users);
  }

  /**
   * Loads the published audiences.
   *
   * @param before what was loaded last, to take unchanged sets from
   */
  static PublishedAudiences load(
      long retailerId, SnapshotStore store, @Nullable PublishedAudiences before) {
    while (true) {
      Optional<Snapshot> snapshot = store.published();
      if (before != null && before.current(store)) {
        return before;
      }
      try {
        return new PublishedAudiences(snapshot, retailerId, store, before);
      } catch (IllegalStateException e) {
        if (store.published().map(Snapshot::id).equals(snapshot.map(Snapshot::id))) {
          throw e;
        }
        // The store forgot the snapshot meanwhile, as another one was published: that one then.
      }
    }
  }

  private Map<String, Members> sets() {
    Map<String, Members> sets = new HashMap<>();
    for (int i = 0; i < audiences.size(); i++) {
      sets.put(audiences.get(i).contentId(), users[i]);
    }
    return sets;
  }

  /** Whether it is what the store publishes now. */
  boolean current(SnapshotStore store) {
    return snapshot.map(Snapshot::id).equals(store.published().map(Snapshot::id));
  }

  LookupAnswer.Reflects reflects() {
    return snapshot
        .<LookupAnswer.Reflects>map(s ->
            new LookupAnswer.Reflects.Published(
                s.id(), result.map(RetailerResult::cutOff).orElse(0L)))
        .orElseGet(LookupAnswer.Reflects.Nothing::new);
  }

  @Override
  public List<Long> ids() {
    return audiences.stream().map(AudienceResult::audienceId).toList();
  }

  @Override
  public List<Long> accountIds() {
    return audiences.stream().map(AudienceResult::accountId).toList();
  }

  @Override
  public long[] rows(Population population, int[] asked) {
    return rows.of(asked);
  }
}
