package dev.rollcall.audience.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShoppingEventTest {
  private static final Instant NOON = Instant.parse("2030-01-10T12:00:00Z");
  private static final Set<String> ANY = Set.of();
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final Product COFFEE =
      new Product("p1", "b1", Set.of("c1", "c2"), OptionalDouble.of(5));

  @Test
  void one_event_meets_all_of_a_definition_or_it_does_not_count() {
    ShoppingEvent bought = event(NOON, NONE);
    check(bought, COFFEE, definition(ANY, ANY, NONE, NONE), true);
    check(bought, COFFEE, definition(Set.of("b1", "b2"), Set.of("c2"), NONE, NONE), true);
    check(bought, COFFEE, definition(Set.of("b2"), Set.of("c2"), NONE, NONE), false);
    check(bought, COFFEE, definition(Set.of("b1"), Set.of("c3"), NONE, NONE), false);
    check(
        bought,
        COFFEE,
        new Definition.Events(
            ShopperActivity.VIEW, LookbackWindow.LAST_7_DAYS, ANY, ANY, NONE, NONE),
        false);
  }

  @Test
  void prices_are_included_and_an_events_own_comes_before_the_products() {
    ShoppingEvent reduced = event(NOON, OptionalDouble.of(2.99));
    check(event(NOON, NONE), COFFEE, definition(ANY, ANY, OptionalDouble.of(5), NONE), true);
    check(event(NOON, NONE), COFFEE, definition(ANY, ANY, NONE, OptionalDouble.of(5)), true);
    check(reduced, COFFEE, definition(ANY, ANY, OptionalDouble.of(5), NONE), false);
    check(reduced, COFFEE, definition(ANY, ANY, NONE, OptionalDouble.of(2.99)), true);
  }

  @Test
  void what_is_not_known_meets_no_filter() {
    ShoppingEvent bought = event(NOON, NONE);
    check(bought, null, definition(ANY, ANY, NONE, NONE), true);
    check(bought, null, definition(Set.of("b1"), ANY, NONE, NONE), false);
    check(bought, null, definition(ANY, Set.of("c1"), NONE, NONE), false);
    check(bought, null, definition(ANY, ANY, OptionalDouble.of(0), NONE), false);
    Product unknown = new Product("p1", null, Set.of(), NONE);
    check(bought, unknown, definition(Set.of("b1"), ANY, NONE, NONE), false);
    check(bought, unknown, definition(ANY, ANY, NONE, OptionalDouble.of(9)), false);
  }

  @Test
  void the_window_leaves_out_its_start_and_takes_in_clocks_that_are_ahead() {
    Instant start = NOON.minus(Duration.ofDays(7));
    Definition.Events any = definition(ANY, ANY, NONE, NONE);
    check(event(NOON, NONE), COFFEE, any, true);
    Instant ahead = NOON.plus(LookbackWindow.AHEAD);
    check(event(ahead, NONE), COFFEE, any, true);
    check(event(ahead.plusNanos(1), NONE), COFFEE, any, false);
    check(event(start, NONE), COFFEE, any, false);
    check(event(start.plusNanos(1), NONE), COFFEE, any, true);
  }

  @Test
  void definitions_are_held_to_their_limits() {
    assertThatThrownBy(() -> definition(ANY, ANY, OptionalDouble.of(2), OptionalDouble.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> definition(ANY, ANY, OptionalDouble.of(-1), NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> definition(ANY, ANY, NONE, OptionalDouble.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> definition(Set.of(" "), ANY, NONE, NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_memory_store_gives_each_key_once_and_tells_of_new_events_before_it_returns() {
    MemoryShoppingEvents events = new MemoryShoppingEvents();
    List<Integer> told = new ArrayList<>();
    events.observe((retailer, source) -> told.add(keys(source).size()));
    assertThat(events.add(1, List.of(event(NOON, NONE, "e1", 7), event(NOON, NONE, "e2", 7))))
        .isEqualTo(2);
    assertThat(events.add(1, List.of(event(NOON, NONE, "e2", 8), event(NOON, NONE, "e3", 9))))
        .isOne();
    assertThat(told).containsExactly(1, 1);
    assertThat(keys(events.of(1))).containsExactlyInAnyOrder(7L, 9L);
    assertThat(keys(events.of(2))).isEmpty();
    long before = events.revision(1);
    events.put(1, List.of(COFFEE));
    assertThat(events.revision(1)).isNotEqualTo(before);
  }

  private static List<Long> keys(ShoppingEvents.Source source) {
    IdentifierKeys keys =
        source.shoppers(List.of(definition(ANY, ANY, NONE, NONE)), NOON).getFirst();
    return IntStream.range(0, keys.size()).mapToObj(keys::hi).toList();
  }

  private static void check(
      ShoppingEvent event,
      @org.jspecify.annotations.Nullable Product product,
      Definition.Events definition,
      boolean expected) {
    assertThat(event.meets(definition, product, LookbackWindow.cutOff(NOON))).isEqualTo(expected);
  }

  private static Definition.Events definition(
      Set<String> brands, Set<String> categories, OptionalDouble min, OptionalDouble max) {
    return new Definition.Events(
        ShopperActivity.BUY, LookbackWindow.LAST_7_DAYS, brands, categories, min, max);
  }

  private static ShoppingEvent event(Instant at, OptionalDouble price) {
    return event(at, price, "e", 1);
  }

  private static ShoppingEvent event(Instant at, OptionalDouble price, String id, long key) {
    return new ShoppingEvent(
        id, new IdentifierKeys(new long[] {key, key}, 1), ShopperActivity.BUY, "p1", at, price);
  }
}
