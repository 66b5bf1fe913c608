package dev.rollcall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.audience.events.Product;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.audience.events.ShoppingEvents;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of shopping events does. */
public abstract class EventStoreContract {
  private static final Instant NOW = RandomEvents.NOW;
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static final Instant CUT_OFF = LookbackWindow.cutOff(NOW);

  protected EventStore store = new MemoryShoppingEvents();

  /** What the store gave to the catalog. */
  protected final List<KeptAnswer> answers = new ArrayList<>();

  /** An empty store, with {@link #answers}. */
  protected abstract EventStore open();

  /** Has the store tidy up what it may at any moment. */
  protected void settle(EventStore tidied) {}

  @BeforeEach
  void begin() {
    store = open();
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void a_store_with_nothing_knows_nobody() {
    assertThat(found(store, 1, bought("b1"))).isEmpty();
    store.put(1, List.of());
    assertThat(store.add(1, List.of())).isZero();
  }

  @Test
  void an_event_is_found_by_every_identifier_it_came_with() {
    ShoppingEvent event = event("e1", "p1", NOW, 7, 8);
    assertThat(store.add(1, List.of(event))).isOne();
    assertThat(found(store, 1, bought())).containsExactlyInAnyOrder(7L, 8L);
    assertThat(found(store, 2, bought())).isEmpty();
  }

  @Test
  void the_same_event_again_counts_once_and_the_first_stays() {
    assertThat(store.add(1, List.of(event("e1", "p1", NOW, 7)))).isOne();
    settle(store);
    assertThat(store.add(1, List.of(event("e1", "p1", NOW, 9), event("e2", "p1", NOW, 8)))).isOne();
    settle(store);
    assertThat(store.add(1, List.of(event("e2", "p1", NOW, 9)))).isZero();
    assertThat(found(store, 1, bought())).containsExactlyInAnyOrder(7L, 8L);
    assertThat(store.add(2, List.of(event("e1", "p1", NOW, 9)))).isOne();
  }

  @Test
  void an_answer_is_made_once_for_how_many_are_new() {
    List<Integer> asked = new ArrayList<>();
    for (String id : List.of("e1", "e2", "e2"))
      store.add(
          1,
          List.of(event("e1", "p1", NOW, 7), event(id, "p1", NOW, 7)),
          fresh -> {
            asked.add(fresh);
            return Optional.of(answer(fresh));
          });
    assertThat(asked).containsExactly(1, 1, 0);
  }

  @Test
  void an_answer_is_the_catalogs_before_the_store_lets_go_of_it() {
    for (int known = 0; known < 2; known++)
      store.add(1, List.of(event("e1", "p1", NOW, 7)), fresh -> Optional.of(answer(fresh)));
    store.put(1, List.of(product("p1", "b1")), Optional.of(answer(2)));
    settle(store);
    store.put(1, List.of(product("p1", "b2")));
    assertThat(answers)
        .extracting(KeptAnswer::retry)
        .contains(answer(0).retry(), answer(1).retry(), answer(2).retry());
    assertThat(answers)
        .allSatisfy(kept ->
            assertThat(kept).usingRecursiveComparison().isEqualTo(answer(kept.retry().keyLo())));
  }

  @Test
  void an_answer_that_fails_leaves_the_events_that_it_was_for() {
    List<ShoppingEvent> events = List.of(event("e1", "p1", NOW, 7));
    assertThatThrownBy(() ->
            store.add(
                1,
                events,
                fresh -> {
                  throw new IllegalStateException("no answer");
                }))
        .hasMessage("no answer");
    settle(store);
    assertThat(store.add(1, events)).isZero();
    assertThat(found(store, 1, bought())).containsExactly(7L);
  }

  /** One of many answers, whatever it says. */
  public static KeptAnswer answer(long number) {
    return new KeptAnswer(
        5,
        new RetryKey(3, number, -1, Long.MIN_VALUE),
        NOW,
        200,
        Map.of("content-type", "application/json"),
        ("{\"n\":\"\u00e9" + number + "\"}").getBytes(UTF_8));
  }

  @Test
  void a_product_learnt_later_counts_for_events_before_it() {
    store.add(1, List.of(event("e1", "p1", NOW, 7)));
    long before = store.revision(1);
    assertThat(found(store, 1, bought("b1"))).isEmpty();
    store.put(1, List.of(product("p1", "b2"), product("p1", "b1")));
    assertThat(store.revision(1)).isNotEqualTo(before);
    assertThat(found(store, 1, bought("b1"))).containsExactly(7L);
    store.put(1, List.of(product("p1", "b2")));
    assertThat(found(store, 1, bought("b1"))).isEmpty();
    assertThat(found(store, 1, bought("b2"))).containsExactly(7L);
  }

  @Test
  void events_in_any_order_land_in_their_own_day() {
    Instant week = NOW.minus(Duration.ofDays(7));
    store.add(1, List.of(event("new", "p1", NOW, 1)));
    settle(store);
    store.add(1, List.of(event("edge", "p1", week, 2), event("in", "p1", week.plusMillis(1), 3)));
    settle(store);
    store.add(1, List.of(event("ahead", "p1", CUT_OFF, 4)));
    store.add(1, List.of(event("later", "p1", CUT_OFF.plusMillis(1), 5)));
    assertThat(found(store, 1, bought())).containsExactlyInAnyOrder(1L, 3L, 4L);
  }

  @Test
  void whoever_observes_is_told_of_what_is_new_and_nothing_else() {
    List<Set<Long>> told = new ArrayList<>();
    store.put(1, List.of(product("p1", "b1")));
    store.observe(
        (retailer, events) -> told.add(keys(events.shoppers(List.of(bought("b1")), CUT_OFF))));
    store.add(1, List.of(event("e1", "p1", NOW, 7), event("e2", "p2", NOW, 8)));
    store.add(1, List.of(event("e1", "p1", NOW, 9)));
    store.add(1, List.of(event("e3", "p1", NOW, 5), event("e1", "p1", NOW, 9)));
    assertThat(told).containsExactly(Set.of(7L), Set.of(5L));
  }

  @Test
  void an_event_that_comes_again_is_answered_once_the_observer_knows_the_first()
      throws InterruptedException {
    List<ShoppingEvent> events = List.of(event("e", "p", NOW.minusSeconds(60), 1));
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Thread again =
        new Thread(() -> {
          store.add(1, events);
          order.add("answered");
        });
    store.observe((retailerId, arrivals) -> {
      again.start();
      try {
        again.join(200); // long enough for an answer that does not wait
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      order.add("told");
    });
    store.add(1, events);
    again.join();
    assertThat(order).containsExactly("told", "answered");
  }

  @Test
  void whatever_comes_it_answers_as_the_plain_store_in_memory_does() {
    for (long seed = 1; seed <= 6; seed++) {
      RandomEvents random = new RandomEvents(seed);
      SplittableRandom chance = new SplittableRandom(seed);
      MemoryShoppingEvents plain = new MemoryShoppingEvents();
      for (int step = 0; step < 12; step++) {
        List<Product> products = random.products(chance.nextInt(20));
        List<ShoppingEvent> events = random.events(chance.nextInt(400));
        store.put(seed, products);
        plain.put(seed, products);
        assertThat(store.add(seed, events)).isEqualTo(plain.add(seed, events));
        if (chance.nextInt(3) == 0) settle(store);
      }
      List<Definition.Events> definitions = random.definitions(130);
      check(store, plain, seed, definitions, NOW);
      check(store, plain, seed, definitions.subList(0, 1), NOW.minus(Duration.ofDays(3)));
    }
  }

  /** Holds that both find the same shoppers. */
  public static void check(
      ShoppingEvents store,
      ShoppingEvents plain,
      long retailerId,
      List<Definition.Events> definitions,
      Instant cutOff) {
    List<IdentifierKeys> found = store.of(retailerId).shoppers(definitions, cutOff);
    List<IdentifierKeys> expected = plain.of(retailerId).shoppers(definitions, cutOff);
    assertThat(found).hasSameSizeAs(definitions);
    for (int i = 0; i < definitions.size(); i++) {
      List<IdentifierKeys> one = List.of(found.get(i));
      assertThat(keys(one)).as("%s", definitions.get(i)).isEqualTo(keys(List.of(expected.get(i))));
      assertThat(keys(one)).as("each key once").hasSize(found.get(i).size());
    }
  }

  private static Set<Long> found(
      ShoppingEvents store, long retailerId, Definition.Events definition) {
    return keys(store.of(retailerId).shoppers(List.of(definition), CUT_OFF));
  }

  /** The keys that are among some, to be compared. */
  public static Set<Long> keys(List<IdentifierKeys> found) {
    Set<Long> keys = new HashSet<>();
    for (IdentifierKeys some : found)
      for (int i = 0; i < some.size(); i++) keys.add(some.hi(i) * 31 + some.lo(i));
    return keys;
  }

  private static Definition.Events bought(String... brandIds) {
    return new Definition.Events(
        ShopperActivity.BUY, LookbackWindow.LAST_7_DAYS, Set.of(brandIds), Set.of(), NONE, NONE);
  }

  private static Product product(String id, String brandId) {
    return new Product(id, brandId, Set.of(), NONE);
  }

  private static ShoppingEvent event(String id, String productId, Instant at, long... shoppers) {
    long[] keys = new long[2 * shoppers.length];
    for (int i = 0; i < shoppers.length; i++) keys[2 * i + 1] = shoppers[i];
    return new ShoppingEvent(
        id, new IdentifierKeys(keys, shoppers.length), ShopperActivity.BUY, productId, at, NONE);
  }
}
