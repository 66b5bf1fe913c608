package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.audience.events.ShoppingEvents;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.IdentifierType;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs make of event segments, and lookups beside them. */
class EventRunsTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private final long list = deployment.segment(retailer, EMAIL);
  private final long bought = deployment.segment(retailer, bought(LookbackWindow.LAST_7_DAYS));
  private final long both =
      deployment.audience(
          retailer, new AlgebraNode.And(List.of(new InSegment(list), new InSegment(bought))));
  private final SnapshotMaker maker = maker(deployment.eventSegments);
  private long runs = 5_000_000;

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void events_and_lists_combine_and_a_run_for_changes_takes_over_what_arrived() {
    deployment.amend(retailer, list, true, EMAIL, "a@example.com", "b@example.com");
    make(maker, Trigger.CHANGE);
    buy("a@example.com");
    assertThat(audiencesOf("a@example.com")).containsExactly(both);
    assertThat(audiencesOf("b@example.com")).isEmpty();
    SnapshotMaker.Made made = make(maker, Trigger.CHANGE);
    assertThat(made.counts()).isEqualTo(new Computation.Counts(1, 2, 1, 1, 1));
    assertThat(size(made, bought)).isOne();
    assertThat(make(maker, Trigger.CHANGE).changed()).isFalse();
  }

  @Test
  void the_window_moves_in_scheduled_runs_although_nothing_happened() {
    deployment.amend(retailer, list, true, EMAIL, "a@example.com");
    make(maker, Trigger.SCHEDULED);
    buy("a@example.com");
    assertThat(size(make(maker, Trigger.SCHEDULED), bought)).isOne();
    deployment.clock.advance(Duration.ofDays(8));
    assertThat(make(maker, Trigger.CHANGE).changed()).isFalse();
    assertThat(audiencesOf("a@example.com")).containsExactly(both);
    SnapshotMaker.Made made = make(maker, Trigger.SCHEDULED);
    assertThat(made.counts()).isEqualTo(new Computation.Counts(1, 2, 1, 1, 1));
    assertThat(size(made, bought)).isZero();
    assertThat(audiencesOf("a@example.com")).isEmpty();
  }

  @Test
  void another_definition_is_found_by_the_next_run_for_changes() {
    buy("a@example.com");
    deployment.clock.advance(Duration.ofDays(8));
    assertThat(size(make(maker, Trigger.CHANGE), bought)).isZero();
    deployment.redefine(bought, bought(LookbackWindow.LAST_14_DAYS));
    SnapshotMaker.Made made = make(maker, Trigger.CHANGE);
    assertThat(size(made, bought)).isOne();
    assertThat(made.changed()).isTrue();
  }

  @Test
  void a_restart_goes_on_from_the_snapshot_and_finds_the_rest_in_its_first_run() {
    deployment.amend(retailer, list, true, EMAIL, "a@example.com", "b@example.com");
    buy("a@example.com");
    make(maker, Trigger.MANUAL);
    buy("b@example.com");
    deployment.populations.find(retailer).orElseThrow().removeUsersByEvents(bought);
    SnapshotMaker restarted =
        maker(
            new EventSegments(
                deployment.events, deployment.populations, deployment.log, deployment.clock));
    restarted.resumeEventSegments();
    assertThat(audiencesOf("a@example.com")).containsExactly(both);
    assertThat(audiencesOf("b@example.com")).isEmpty();
    make(restarted, Trigger.CHANGE);
    assertThat(audiencesOf("b@example.com")).containsExactly(both);
  }

  @Test
  void what_arrives_between_the_cut_off_and_the_reading_is_not_lost_again() {
    deployment.amend(retailer, list, true, EMAIL, "a@example.com");
    make(maker, Trigger.SCHEDULED);
    Computation begun =
        Computation.queued(++runs, Trigger.SCHEDULED, deployment.clock.instant())
            .running(deployment.clock.instant(), deployment.populations.position());
    deployment.clock.advance(Duration.ofMinutes(1));
    buy("a@example.com");
    assertThat(audiencesOf("a@example.com")).containsExactly(both);
    assertThat(size(maker.make(begun), bought)).isOne();
    assertThat(audiencesOf("a@example.com")).containsExactly(both);
  }

  @Test
  void events_of_one_retailer_that_cannot_be_read_stop_no_other() {
    deployment.amend(retailer, list, true, EMAIL, "a@example.com");
    make(maker, Trigger.SCHEDULED);
    buy("a@example.com");
    long other = deployment.retailer(Publication.CONTINUOUS);
    long others = deployment.segment(other, EMAIL);
    deployment.amend(other, others, true, EMAIL, "b@example.com");
    ShoppingEvents outOfReach = new OutOfReach();
    SnapshotMaker.Made made =
        make(
            maker(
                new EventSegments(
                    outOfReach, deployment.populations, deployment.log, deployment.clock)),
            Trigger.SCHEDULED);
    assertThat(size(made, others)).isOne();
    assertThat(size(made, bought)).isOne();
  }

  /** Events that cannot be read. */
  private static final class OutOfReach implements ShoppingEvents {
    @Override
    public Source of(long retailerId) {
      return (definitions, cutOff) -> {
        throw new IllegalStateException("out of reach");
      };
    }

    @Override
    public long revision(long retailerId) {
      return 0;
    }

    @Override
    public void observe(Observer observer) {}
  }

  @Test
  void scheduled_publication_shows_events_with_the_next_run() {
    deployment.publishing(retailer, Publication.SCHEDULED);
    deployment.amend(retailer, list, true, EMAIL, "a@example.com");
    make(maker, Trigger.SCHEDULED);
    buy("a@example.com");
    make(maker, Trigger.CHANGE);
    assertThat(audiencesOf("a@example.com")).isEmpty();
    make(maker, Trigger.SCHEDULED);
    assertThat(audiencesOf("a@example.com")).containsExactly(both);
  }

  private SnapshotMaker maker(EventSegments eventSegments) {
    return new SnapshotMaker(
        deployment.catalog,
        deployment.populations,
        eventSegments,
        deployment.store,
        deployment.engine);
  }

  private SnapshotMaker.Made make(SnapshotMaker by, Trigger trigger) {
    Computation running =
        Computation.queued(++runs, trigger, deployment.clock.instant())
            .running(deployment.clock.instant(), deployment.populations.position());
    SnapshotMaker.Made made = by.make(running);
    Snapshot snapshot = new Snapshot(runs, runs, deployment.clock.instant(), made.retailers());
    deployment.store.save(snapshot);
    deployment.store.publish(snapshot.id());
    by.remember(made, snapshot);
    return made;
  }

  private static long size(SnapshotMaker.Made made, long segment) {
    return made.retailers().stream()
        .flatMap(result -> result.segments().stream())
        .filter(result -> result.segmentId() == segment)
        .findFirst()
        .orElseThrow()
        .size();
  }

  private void buy(String email) {
    deployment.event(retailer, EMAIL, email, ShopperActivity.BUY, "p", deployment.clock.instant());
  }

  private List<Long> audiencesOf(String email) {
    return deployment
        .lookups
        .lookup(retailer, List.of(deployment.digest(EMAIL, email)), Set.of(Deployment.ACCOUNT))
        .audienceIds();
  }

  private static Definition bought(LookbackWindow window) {
    return new Definition.Events(
        ShopperActivity.BUY,
        window,
        Set.of(),
        Set.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
