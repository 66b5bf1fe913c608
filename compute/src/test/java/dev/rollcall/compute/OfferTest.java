package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Targeting;
import dev.rollcall.audience.Targeting.Scope;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An offer answers as each line item's targeting, asked on its own, does. */
class OfferTest {
  private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  private static final LookupAnswer.Reflects NOTHING = new LookupAnswer.Reflects.Nothing();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void a_shopper_is_offered_what_targeting_admits(long seed) {
    Random random = new Random(seed);
    List<Long> audienceIds = LongStream.range(0, 130).mapToObj(i -> 1_000 + 3 * i).toList();
    List<Long> accounts = audienceIds.stream().map(id -> 1L + random.nextInt(3)).toList();
    List<LineItem> lineItems =
        LongStream.range(0, 150).mapToObj(id -> lineItem(id, random, audienceIds)).toList();
    Offer offer = new Offer(audienceIds, accounts, lineItems);
    for (int shopper = 0; shopper < 100; shopper++) {
      long[] bits = new long[offer.words()];
      Set<Long> in = new HashSet<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        int audience = random.nextInt(audienceIds.size());
        bits[audience >>> 6] |= 1L << audience;
        in.add(audienceIds.get(audience));
      }
      Set<Long> mine = shopper % 2 == 0 ? Set.of(1L) : Set.of(1L, 3L);
      LookupAnswer answer = offer.answer(bits, mine, NOW, NOTHING);
      assertThat(answer.audienceIds())
          .isEqualTo(
              audienceIds.stream()
                  .filter(id -> in.contains(id) && mine.contains(accounts.get(at(id))))
                  .toList());
      assertThat(answer.lineItemIds())
          .isEqualTo(
              lineItems.stream()
                  .filter(item -> mine.contains(item.accountId()) && item.runsAt(NOW))
                  .filter(item -> item.targeting().admits(in))
                  .map(LineItem::id)
                  .toList());
    }
  }

  private static int at(long audienceId) {
    return (int) (audienceId - 1_000) / 3;
  }

  /** A line item that runs now, three times of four; some of its audiences are not offered. */
  private static LineItem lineItem(long id, Random random, List<Long> audienceIds) {
    Set<Long> targeted = new HashSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      targeted.add(audienceIds.get(random.nextInt(audienceIds.size())) + random.nextInt(4) / 3);
    }
    Scope scope = random.nextBoolean() ? Scope.INCLUDE : Scope.EXCLUDE;
    Instant end = random.nextInt(4) == 0 ? NOW : null;
    return new LineItem(
        id, 1 + random.nextInt(3), 7, "L" + id, null, end, new Targeting(scope, targeted));
  }
}
