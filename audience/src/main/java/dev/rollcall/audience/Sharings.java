package dev.rollcall.audience;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shares contact lists of retailers' own accounts with other accounts.
 *
 * <p>A sharing and the audiences that rest on it change in one order, as writers of the catalog
 * take turns: no audience is left with a list that its account is not shown.
 */
public final class Sharings {
  private final Catalog catalog;
  private final Clock clock;

  public Sharings(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * An account that uses a list shared with it. Which audiences they are stays its own business.
   *
   * @param audiences of that account whose algebra names the list
   */
  public record Use(long accountId, String accountName, int audiences) {}

  /**
   * A segment with the other accounts that use it, by ascending id.
   *
   * @param usedBy without the owner
   */
  public record Shared(AudienceSegment segment, List<Use> usedBy) {
    public Shared {
      usedBy = List.copyOf(usedBy);
    }
  }

  /** With whom the account's segment is shared, which only its owner is told. */
  public Outcome<Shared> find(long accountId, long segmentId) {
    return catalog.read(
        tables -> Segments.owned(tables, accountId, segmentId).map(s -> shared(tables, s)));
  }

  /**
   * Shares the account's contact list in the place of what was shared before. An account that uses
   * the list cannot be left out.
   */
  public Outcome<Shared> share(long accountId, long segmentId, Sharing sharing) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return catalog.write(tables ->
        Segments.writable(tables, accountId, segmentId)
            .then(Segments::list)
            .then(segment -> shareable(tables, segment, sharing))
            .then(segment -> {
              Shared shared = shared(tables, segment);
              List<Use> left =
                  shared.usedBy().stream().filter(use -> !sharing.reaches(use.accountId)).toList();
              if (!left.isEmpty()) return Outcome.refused(inUse(left));
              if (segment.sharing().equals(sharing)) return Outcome.done(shared);
              AudienceSegment changed = segment.shared(sharing, now);
              tables.segments().update(changed);
              return Outcome.done(new Shared(changed, shared.usedBy()));
            }));
  }

  /** The segment again, when it may be shared so. */
  private static Outcome<AudienceSegment> shareable(
      Catalog.Tables tables, AudienceSegment segment, Sharing sharing) {
    if (sharing.status() == Sharing.Status.NOT_SHARED) return Outcome.done(segment);
    Account owner = tables.accounts().find(segment.accountId()).orElseThrow();
    if (!owner.owns(segment.retailerId()))
      return Outcome.refused(
          ProblemCode.SEGMENT_NOT_SHAREABLE.because(
              "The account must be the retailer's own, of type " + AccountType.SUPPLY.wireName()));
    for (long accountId : sharing.accountIds()) {
      // An account of other retailers is none of the owner's business: it is as unknown as none.
      boolean known =
          accountId != owner.id()
              && tables
                  .accounts()
                  .find(accountId)
                  .filter(account -> account.retailerIds().contains(segment.retailerId()))
                  .isPresent();
      if (!known)
        return Outcome.refused(
            ProblemCode.ACCOUNT_NOT_FOUND.because(
                "there is no other account " + accountId + " that may address the retailer"));
    }
    return Outcome.done(segment);
  }

  private static Shared shared(Catalog.Tables tables, AudienceSegment segment) {
    Map<Long, Integer> audiences = new TreeMap<>();
    for (long audienceId : tables.audiences().using(segment.id()))
      tables
          .audiences()
          .find(audienceId)
          .ifPresent(audience -> audiences.merge(audience.accountId(), 1, Integer::sum));
    audiences.remove(segment.accountId());
    return new Shared(
        segment,
        audiences.entrySet().stream()
            .map(use ->
                new Use(
                    use.getKey(),
                    tables.accounts().find(use.getKey()).map(Account::name).orElse(""),
                    use.getValue()))
            .toList());
  }

  private static Problem inUse(List<Use> uses) {
    return ProblemCode.SEGMENT_MUST_NOT_BE_USED_IN_AUDIENCE.because(
        uses.stream()
            .map(use ->
                "account %d (%s) uses the list in %d audience%s"
                    .formatted(
                        use.accountId,
                        use.accountName,
                        use.audiences,
                        use.audiences == 1 ? "" : "s"))
            .collect(Collectors.joining("; ", "It cannot be withdrawn: ", "")));
  }
}
