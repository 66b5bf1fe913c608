package dev.rollcall.compute;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Targeting.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The audiences that lookups at one retailer can name, each with a number, and its line items, each
 * with a number of its own. Ids are kept as objects so that answers take them as they are.
 *
 * <p>A line item has one answer for whoever is in any of its audiences and the opposite one for
 * everybody else. So the answers for a shopper in no audience are known beforehand, and only the
 * line items of the shopper's few audiences are turned.
 */
final class Offer {
  private static final int[] NONE = {};

  private final Long[] audienceIds;
  private final Long[] audienceAccounts;
  private final LineItem[] lineItems;
  private final Long[] lineItemIds;
  private final Long[] lineItemAccounts;

  /** A bit for each line item: whether it is shown to a shopper in none of its audiences. */
  private final long[] otherwise;

  /** For each audience, the line items that name it. */
  private final int[][] naming;

  /**
   * An offer of these audiences and line items.
   *
   * @param audienceIds ascending; a place here is the audience's number
   * @param audienceAccounts who owns them
   * @param lineItems by ascending id, which those of two accounts may share
   */
  Offer(List<Long> audienceIds, List<Long> audienceAccounts, List<LineItem> lineItems) {
    this.audienceIds = audienceIds.toArray(Long[]::new);
    this.audienceAccounts = audienceAccounts.toArray(Long[]::new);
    this.lineItems = lineItems.toArray(LineItem[]::new);
    this.lineItemIds = lineItems.stream().map(LineItem::id).toArray(Long[]::new);
    this.lineItemAccounts = lineItems.stream().map(LineItem::accountId).toArray(Long[]::new);
    this.otherwise = new long[(this.lineItems.length + 63) / 64];
    this.naming = new int[this.audienceIds.length][];
    Arrays.fill(naming, NONE);
    for (int i = 0; i < this.lineItems.length; i++) {
      number(i);
    }
  }

  private void number(int lineItem) {
    Set<Long> targeted = lineItems[lineItem].targeting().audienceIds();
    if (targeted.isEmpty() || lineItems[lineItem].targeting().scope() == Scope.EXCLUDE) {
      otherwise[lineItem >>> 6] |= 1L << lineItem;
    }
    for (Long audienceId : targeted) {
      int audience = Arrays.binarySearch(audienceIds, audienceId);
      if (audience >= 0) { // nobody is in an audience that is not offered
        int[] known = naming[audience];
        naming[audience] = Arrays.copyOf(known, known.length + 1);
        naming[audience][known.length] = lineItem;
      }
    }
  }

  /** Words for a bit each audience. */
  int words() {
    return (audienceIds.length + 63) / 64;
  }

  /**
   * What these accounts are told of a shopper.
   *
   * @param audienceBits a bit for each audience, of any account: whether the shopper is in it
   */
  LookupAnswer answer(
      long[] audienceBits, Set<Long> accountIds, Instant now, LookupAnswer.Reflects reflects) {
    List<Long> audiences = new ArrayList<>();
    long[] turned = new long[otherwise.length];
    for (int at = 0; at < audienceBits.length; at++) {
      for (long rest = audienceBits[at]; rest != 0; rest &= rest - 1) {
        int audience = at << 6 | Long.numberOfTrailingZeros(rest);
        for (int lineItem : naming[audience]) {
          turned[lineItem >>> 6] |= 1L << lineItem;
        }
        if (accountIds.contains(audienceAccounts[audience])) {
          audiences.add(audienceIds[audience]);
        }
      }
    }
    List<Long> shown = new ArrayList<>();
    for (int at = 0; at < turned.length; at++) {
      for (long rest = otherwise[at] ^ turned[at]; rest != 0; rest &= rest - 1) {
        int lineItem = at << 6 | Long.numberOfTrailingZeros(rest);
        if (lineItems[lineItem].runsAt(now)
            && accountIds.contains(lineItemAccounts[lineItem])
            && (shown.isEmpty() || !shown.getLast().equals(lineItemIds[lineItem]))) {
          shown.add(lineItemIds[lineItem]);
        }
      }
    }
    return new LookupAnswer(audiences, shown, reflects);
  }
}
