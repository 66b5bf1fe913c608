package dev.rollcall.audience.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.MemoryAmendmentLog;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import dev.rollcall.members.Members;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventSegmentsTest {
  private static final long RETAILER = 1;
  private static final Instant NOON = Instant.parse("2030-01-10T12:00:00Z");
  private static final Definition.Events BOUGHT = bought(Set.of());
  private static final Definition.Events BOUGHT_COFFEE = bought(Set.of("coffee"));

  private final Hands clock = new Hands();
  private final Populations populations = Populations.inMemory();
  private final MemoryAmendmentLog log = new MemoryAmendmentLog(populations);
  private final Readings events = new Readings();
  private final EventSegments segments = new EventSegments(events, populations, log, clock);
  private int ids;

  /** A clock set by hand, and what happens the next time somebody looks at it. */
  private static final class Hands extends Clock {
    Instant now = NOON;
    Runnable onceAsked = () -> {};

    @Override
    public Instant instant() {
      Runnable happens = onceAsked;
      onceAsked = () -> {};
      happens.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /** Events that count how often all are read, and something happens just after that. */
  private static final class Readings implements ShoppingEvents {
    final MemoryShoppingEvents kept = new MemoryShoppingEvents();
    final List<Integer> definitionsRead = new ArrayList<>();
    Runnable afterReading = () -> {};

    @Override
    public Source of(long retailerId) {
      return (definitions, cutOff) -> {
        definitionsRead.add(definitions.size());
        List<IdentifierKeys> found = kept.of(retailerId).shoppers(definitions, cutOff);
        afterReading.run();
        return found;
      };
    }

    @Override
    public long revision(long retailerId) {
      return kept.revision(retailerId);
    }

    @Override
    public void observe(Observer observer) {
      kept.observe(observer);
    }
  }

  @Test
  void what_arrives_shows_at_once_and_windows_move_only_when_they_are_to() {
    AudienceSegment segment = segment(7, BOUGHT);
    event(1, NOON.minus(Duration.ofDays(6)));
    find(false, segment);
    event(2, NOON);
    event(3, NOON.minus(Duration.ofDays(8)));
    assertThat(users(7)).isEqualTo(2);
    clock.now = NOON.plus(Duration.ofDays(2));
    find(false, segment);
    assertThat(users(7)).isEqualTo(2);
    find(true, segment);
    assertThat(users(7)).isOne();
    assertThat(events.definitionsRead).containsExactly(1, 1);
  }

  @Test
  void what_arrives_while_events_are_read_is_not_lost() {
    AudienceSegment segment = segment(7, BOUGHT);
    event(1, NOON);
    for (int round = 1; round < 4; round++) {
      int key = 1 + round;
      events.afterReading = () -> event(key, NOON);
      find(true, segment);
      assertThat(users(7)).isEqualTo(1 + round);
    }
  }

  @Test
  void what_arrives_after_a_run_began_and_before_it_reads_stays() {
    AudienceSegment segment = segment(7, BOUGHT);
    find(true, segment);
    event(1, NOON.plusSeconds(30));
    clock.now = NOON.plusSeconds(31);
    event(2, NOON.plusSeconds(31));
    assertThat(users(7)).isEqualTo(2);
    find(true, segment);
    assertThat(users(7)).isEqualTo(2);
  }

  @Test
  void what_a_clock_ahead_of_this_one_tells_shows_at_once_and_stays() {
    AudienceSegment segment = segment(7, BOUGHT);
    find(true, segment);
    event(1, NOON.plus(LookbackWindow.AHEAD));
    assertThat(users(7)).isOne();
    find(true, segment);
    assertThat(users(7)).isOne();
    clock.now = NOON.plus(Duration.ofDays(7));
    find(true, segment);
    assertThat(users(7)).isOne();
    clock.now = NOON.plus(Duration.ofDays(7)).plus(LookbackWindow.AHEAD);
    find(true, segment);
    assertThat(users(7)).isZero();
  }

  @Test
  void whom_an_arrival_that_failed_did_not_add_the_next_run_finds() {
    AudienceSegment segment = segment(7, BOUGHT);
    find(false, segment);
    failToArrive();
    assertThat(users(7)).isZero();
    find(false, segment);
    assertThat(users(7)).isOne();
    events.afterReading = this::failToArrive;
    find(true, segment);
    events.afterReading = () -> {};
    assertThat(users(7)).isOne();
    find(false, segment);
    assertThat(users(7)).isEqualTo(2);
    find(false, segment);
    assertThat(events.definitionsRead).containsExactly(1, 1, 1, 1);
  }

  @Test
  void who_was_found_before_the_graph_learned_is_to_be_found_again() {
    link(1);
    Watched watched = new Watched();
    watched.resume(7, BOUGHT);
    long before = population().graph().links();
    Map<Definition.Events, Members> found = Map.of(BOUGHT, Members.of(0));
    link(2, 3);
    assertThat(watched.add(found, before, population())).isFalse();
    assertThat(users(7)).isZero();
    assertThat(watched.add(found, population().graph().links(), population())).isTrue();
    assertThat(users(7)).isOne();
  }

  @Test
  void only_what_is_new_is_asked_for_and_equal_definitions_once() {
    event(1, NOON);
    find(false, segment(7, BOUGHT), segment(8, BOUGHT));
    find(false, segment(7, BOUGHT), segment(8, BOUGHT));
    find(false, segment(7, BOUGHT), segment(8, BOUGHT_COFFEE), segment(9, BOUGHT_COFFEE));
    assertThat(events.definitionsRead).containsExactly(1, 1);
    assertThat(List.of(users(7), users(8), users(9))).containsExactly(1L, 0L, 0L);
  }

  @Test
  void products_that_change_let_events_meet_other_definitions() {
    event(1, NOON);
    find(false, segment(7, BOUGHT_COFFEE));
    assertThat(users(7)).isZero();
    events.kept.put(
        RETAILER, List.of(new Product("p", "coffee", Set.of(), OptionalDouble.empty())));
    find(false, segment(7, BOUGHT_COFFEE));
    assertThat(users(7)).isOne();
  }

  @Test
  void a_graph_says_whose_an_event_is_and_before_one_every_shopper_is_a_user() {
    event(1, NOON);
    event(2, NOON);
    find(false, segment(7, BOUGHT));
    assertThat(users(7)).isEqualTo(2);
    assertThat(population().graph().userCount()).isEqualTo(2);
    link(2, 3);
    find(false, segment(7, BOUGHT));
    assertThat(users(7)).isOne();
    event(3, NOON);
    event(4, NOON);
    assertThat(users(7)).isOne();
    link(4);
    find(false, segment(7, BOUGHT));
    assertThat(users(7)).isEqualTo(2);
  }

  @Test
  void segments_go_with_their_users() {
    event(1, NOON);
    find(false, segment(7, BOUGHT), segment(8, BOUGHT));
    find(false, segment(8, BOUGHT));
    assertThat(List.of(users(7), users(8))).containsExactly(0L, 1L);
    log.appendAndWait(new LogRecord.Drop(RETAILER, 8, NOON));
    assertThat(users(8)).isZero();
  }

  @Test
  void users_of_a_process_before_are_there_until_they_are_found_anew() {
    link(1);
    event(1, NOON);
    AudienceSegment segment = segment(7, BOUGHT);
    segments.resume(RETAILER, segment, Members.of(70, 71));
    event(1, NOON);
    assertThat(users(7)).isEqualTo(3);
    find(false, segment);
    assertThat(users(7)).isOne();
  }

  @Test
  void a_reading_that_fails_is_made_up_for() {
    AudienceSegment segment = segment(7, BOUGHT);
    events.afterReading =
        () -> {
          throw new IllegalStateException("out of reach");
        };
    assertThatThrownBy(() -> find(false, segment)).isInstanceOf(IllegalStateException.class);
    events.afterReading = () -> {};
    event(1, NOON);
    find(false, segment);
    assertThat(users(7)).isOne();
  }

  private void find(boolean moving, AudienceSegment... of) {
    segments.find(RETAILER, List.of(of), moving);
  }

  /** Has an event become durable whose shopper cannot be looked for. */
  private void failToArrive() {
    clock.onceAsked =
        () -> {
          throw new IllegalStateException("out of reach");
        };
    int key = 100 + ids;
    assertThatThrownBy(() -> event(key, NOON)).isInstanceOf(IllegalStateException.class);
  }

  private Population population() {
    return populations.find(RETAILER).orElseThrow();
  }

  private long users(long segmentId) {
    Members users = populations.view(RETAILER).usersOn(segmentId);
    populations
        .find(RETAILER)
        .ifPresent(p -> assertThat(p.usersByEvents(segmentId)).isEqualTo(users));
    return users.size();
  }

  private void event(long key, Instant at) {
    events.kept.add(
        RETAILER,
        List.of(
            new ShoppingEvent(
                "e" + ids++, keys(key), ShopperActivity.BUY, "p", at, OptionalDouble.empty())));
  }

  private static IdentifierKeys keys(long key) {
    return new IdentifierKeys(new long[] {key, key}, 1);
  }

  private void link(long... keys) {
    byte[] marks = new byte[keys.length];
    long[] packed = new long[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      int mark = IdentifierType.EMAIL.code() | IdentityRows.NEW_IDENTIFIER;
      marks[i] = (byte) (i == 0 ? mark | IdentityRows.NEW_USER : mark);
      packed[2 * i] = packed[2 * i + 1] = keys[i];
    }
    log.appendAndWait(new LogRecord.Link(RETAILER, 1, NOON, new IdentityRows(marks, packed)));
  }

  private static AudienceSegment segment(long id, Definition definition) {
    return new AudienceSegment(id, 1, RETAILER, "S" + id, null, definition, NOON, NOON, null);
  }

  private static Definition.Events bought(Set<String> brands) {
    return new Definition.Events(
        ShopperActivity.BUY,
        LookbackWindow.LAST_7_DAYS,
        brands,
        Set.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
