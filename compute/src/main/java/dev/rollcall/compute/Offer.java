package dev.rollcall.compute;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Targeting.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The audiences that lookups at one retailer can name, each with a number, and its line items, with
 * their targets as such numbers. Ids are kept as objects so that answers take them as they are.
 */
final class Offer {
  private final Long[] audienceIds;
  private final Long[] audienceAccounts;
  private final Target[] targets;

  /** A line item; nobody is in a targeted audience that is not offered. */
  private static final class Target {
    private final LineItem lineItem;
    private final Long id;
    private final Long accountId;
    private final boolean everyone;
    private final boolean included;
    private final int[] audiences;

    Target(LineItem lineItem, Long[] audienceIds) {
      Set<Long> targeted = lineItem.targeting().audienceIds();
      this.lineItem = lineItem;
      this.id = lineItem.id();
      this.accountId = lineItem.accountId();
      this.everyone = targeted.isEmpty();
      this.included = lineItem.targeting().scope() == Scope.INCLUDE;
      this.audiences =
          targeted.stream()
              .mapToInt(audienceId -> Arrays.binarySearch(audienceIds, audienceId))
              .filter(number -> number >= 0)
              .toArray();
    }

    boolean admits(long[] audienceBits) {
      if (everyone) {
        return true;
      }
      for (int audience : audiences) {
        if ((audienceBits[audience >>> 6] >>> audience & 1) != 0) {
          return included;
        }
      }
      return !included;
    }
  }

  /**
   * An offer of these audiences and line items.
   *
   * @param audienceIds ascending; a place here is the audience's number
   * @param audienceAccounts who owns them
   * @param lineItems by ascending id
   */
  Offer(List<Long> audienceIds, List<Long> audienceAccounts, List<LineItem> lineItems) {
    this.audienceIds = audienceIds.toArray(Long[]::new);
    this.audienceAccounts = audienceAccounts.toArray(Long[]::new);
    this.targets =
        lineItems.stream().map(item -> new Target(item, this.audienceIds)).toArray(Target[]::new);
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
    for (int at = 0; at < audienceBits.length; at++) {
      for (long rest = audienceBits[at]; rest != 0; rest &= rest - 1) {
        int audience = at << 6 | Long.numberOfTrailingZeros(rest);
        if (accountIds.contains(audienceAccounts[audience])) {
          audiences.add(audienceIds[audience]);
        }
      }
    }
    List<Long> lineItems = new ArrayList<>();
    for (Target target : targets) {
      if (target.lineItem.runsAt(now)
          && accountIds.contains(target.accountId)
          && target.admits(audienceBits)) {
        lineItems.add(target.id);
      }
    }
    return new LookupAnswer(audiences, lineItems, reflects);
  }
}
