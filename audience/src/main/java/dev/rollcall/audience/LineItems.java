package dev.rollcall.audience;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Registers line items and targets audiences from them. */
public final class LineItems {
  private final Catalog catalog;

  public LineItems(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Registers a line item, or renames and redates the one with its id; its targeting stays. The
   * caller has checked the account.
   *
   * <p>An id is of one account as far as the caller sees. An account that is not granted to it may
   * have the same: the caller does not learn of it.
   */
  public Outcome<LineItem> put(Application caller, LineItemDraft draft) {
    return put(caller.accountIds(), draft);
  }

  /** The same, for one who acts for the account alone. */
  public Outcome<LineItem> put(LineItemDraft draft) {
    return put(Set.of(draft.accountId()), draft);
  }

  private Outcome<LineItem> put(Set<Long> accountIds, LineItemDraft draft) {
    return catalog.write(tables ->
        Texts.name(draft.name())
            .then(name ->
                Segments.retailer(tables, draft.accountId(), draft.retailerId())
                    .then(retailerId -> {
                      Instant start = whole(draft.start());
                      Instant end = whole(draft.end());
                      if (start != null && end != null && !start.isBefore(end))
                        return Outcome.refused(
                            ProblemCode.INVALID_VALUE.at(
                                "@data/attributes/end", "end must be after start"));
                      return current(tables, accountIds, draft)
                          .then(targeting -> {
                            LineItem lineItem =
                                new LineItem(
                                    draft.id(),
                                    draft.accountId(),
                                    retailerId,
                                    name,
                                    start,
                                    end,
                                    targeting);
                            tables.lineItems().put(lineItem);
                            return Outcome.done(lineItem);
                          });
                    })));
  }

  /** The targeting that stays, unless the id is that of a line item that is no longer this one. */
  private static Outcome<Targeting> current(
      Catalog.Tables tables, Set<Long> accountIds, LineItemDraft draft) {
    List<LineItem> seen = seen(tables, accountIds, draft.id()).toList();
    Optional<LineItem> own =
        seen.stream().filter(one -> one.accountId() == draft.accountId()).findFirst();
    boolean fixed =
        own.map(one -> one.retailerId() != draft.retailerId()).orElseGet(() -> !seen.isEmpty());
    return fixed
        ? Outcome.refused(
            ProblemCode.LINE_ITEM_IMMUTABLE.because(
                "line item " + draft.id() + " is of another account or retailer"))
        : Outcome.done(own.map(LineItem::targeting).orElse(Targeting.EVERYONE));
  }

  /** The line items with an id that are of these accounts, by ascending account. */
  private static Stream<LineItem> seen(Catalog.Tables tables, Set<Long> accountIds, long id) {
    return tables.lineItems().withId(id).stream()
        .filter(lineItem -> accountIds.contains(lineItem.accountId()));
  }

  /** A bound in whole milliseconds, as all times are kept: two may be one then. */
  private static @Nullable Instant whole(@Nullable Instant bound) {
    return bound == null ? null : bound.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The line item, when it is of an account granted to the caller; of two such accounts that both
   * have the id, that of the lower account id.
   */
  public Outcome<LineItem> find(Application caller, long lineItemId) {
    return catalog.read(tables -> find(tables, caller, lineItemId));
  }

  /** The line items of an account, by ascending id. */
  public List<LineItem> ofAccount(long accountId) {
    return catalog.read(tables ->
        tables.lineItems().list().stream().filter(l -> l.accountId() == accountId).toList());
  }

  /** Replaces the targeting. */
  public Outcome<Targeting> target(Application caller, long lineItemId, Targeting targeting) {
    return change(caller, lineItemId, targeting.audienceIds(), current -> targeting);
  }

  /** Targets more audiences, in the scope there is. */
  public Outcome<Targeting> append(Application caller, long lineItemId, Set<Long> audienceIds) {
    return change(caller, lineItemId, audienceIds, current -> current.with(audienceIds));
  }

  /** Targets fewer audiences; one that is not targeted is no error. */
  public Outcome<Targeting> delete(Application caller, long lineItemId, Set<Long> audienceIds) {
    return change(caller, lineItemId, Set.of(), current -> current.without(audienceIds));
  }

  private Outcome<Targeting> change(
      Application caller, long lineItemId, Set<Long> named, UnaryOperator<Targeting> change) {
    return catalog.write(tables ->
        find(tables, caller, lineItemId)
            .then(lineItem -> {
              for (long audienceId : named) {
                Optional<Audience> audience =
                    tables
                        .audiences()
                        .find(audienceId)
                        .filter(a -> a.accountId() == lineItem.accountId());
                if (audience.isEmpty()) return Outcome.refused(Audiences.notFound(audienceId));
                if (audience.get().retailerId() != lineItem.retailerId())
                  return Outcome.refused(
                      ProblemCode.SEGMENT_RETAILER_MISMATCH.because(
                          "audience " + audienceId + " is not of the line item's retailer"));
              }
              LineItem changed = lineItem.targeting(change.apply(lineItem.targeting()));
              tables.lineItems().put(changed);
              return Outcome.done(changed.targeting());
            }));
  }

  private static Outcome<LineItem> find(
      Catalog.Tables tables, Application caller, long lineItemId) {
    return seen(tables, caller.accountIds(), lineItemId)
        .findFirst()
        .map(Outcome::done)
        .orElseGet(() ->
            Outcome.refused(
                ProblemCode.LINE_ITEM_NOT_FOUND.because("there is no line item " + lineItemId)));
  }
}
