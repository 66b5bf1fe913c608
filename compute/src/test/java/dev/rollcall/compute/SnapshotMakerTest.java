package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.Publication;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.IdentifierType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotMakerTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final SnapshotMaker maker =
      new SnapshotMaker(
          deployment.catalog,
          deployment.populations,
          deployment.eventSegments,
          deployment.store,
          deployment.engine);
  private final long live = deployment.retailer(Publication.CONTINUOUS);
  private final long waiting = deployment.retailer(Publication.SCHEDULED);
  private final long liveSegment = deployment.segment(live, EMAIL);
  private final long waitingSegment = deployment.segment(waiting, EMAIL);
  private long snapshots = 5_000_000;

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void a_run_for_changes_carries_scheduled_retailers_over_as_published() {
    amendBoth("a@example.com");
    make(Trigger.MANUAL);
    amendBoth("b@example.com");
    SnapshotMaker.Made made = make(Trigger.CHANGE);
    assertThat(size(made, live)).isEqualTo(2);
    assertThat(size(made, waiting)).isEqualTo(1);
    assertThat(made.counts()).isEqualTo(new Computation.Counts(1, 1, 0, 1, 0));
    assertThat(size(make(Trigger.SCHEDULED), waiting)).isEqualTo(2);
  }

  @Test
  void a_rollback_of_a_scheduled_retailer_outlives_changes_elsewhere() {
    amendBoth("a@example.com");
    make(Trigger.MANUAL);
    long first = snapshots;
    amendBoth("b@example.com");
    make(Trigger.MANUAL);
    deployment.store.publish(first);
    amendBoth("c@example.com");
    SnapshotMaker.Made made = make(Trigger.CHANGE);
    assertThat(size(made, live)).isEqualTo(3);
    assertThat(size(made, waiting)).isEqualTo(1);
  }

  @Test
  void a_run_for_changes_that_finds_none_says_so() {
    amendBoth("a@example.com");
    assertThat(make(Trigger.CHANGE).changed()).isTrue();
    assertThat(make(Trigger.CHANGE).changed()).isFalse();
    deployment.amend(waiting, waitingSegment, true, EMAIL, "b@example.com");
    deployment.amend(live, liveSegment, true, EMAIL, "a@example.com");
    assertThat(make(Trigger.CHANGE).changed()).isFalse();
    deployment.amend(live, liveSegment, false, EMAIL, "a@example.com");
    assertThat(make(Trigger.CHANGE).changed()).isTrue();
    long audience = deployment.audience(live, new InSegment(liveSegment));
    SnapshotMaker.Made made = make(Trigger.CHANGE);
    assertThat(made.changed()).isTrue();
    assertThat(made.counts()).isEqualTo(new Computation.Counts(1, 1, 1, 0, 1));
    deployment.catalog.write(tables -> {
      tables.audiences().delete(audience);
      return audience;
    });
    assertThat(make(Trigger.CHANGE).changed()).isTrue();
  }

  @Test
  void a_stranger_in_the_place_of_another_is_a_change_that_moves_nobody() {
    deployment.link(live, "Email:a@example.com");
    deployment.amend(live, liveSegment, true, EMAIL, "b@example.com");
    make(Trigger.CHANGE);
    assertThat(make(Trigger.CHANGE).changed()).isFalse();
    deployment.amend(live, liveSegment, false, EMAIL, "b@example.com");
    deployment.amend(live, liveSegment, true, EMAIL, "c@example.com");
    SnapshotMaker.Made made = make(Trigger.CHANGE);
    assertThat(made.changed()).isTrue();
    assertThat(made.counts()).isEqualTo(new Computation.Counts(1, 1, 0, 0, 0));
  }

  @Test
  void after_a_restart_what_did_not_change_is_known_by_its_content() {
    amendBoth("a@example.com");
    make(Trigger.MANUAL);
    SnapshotMaker restarted =
        new SnapshotMaker(
            deployment.catalog,
            deployment.populations,
            deployment.eventSegments,
            deployment.store,
            deployment.engine);
    SnapshotMaker.Made made = restarted.make(running(Trigger.CHANGE));
    assertThat(made.changed()).isFalse();
    assertThat(made.counts()).isEqualTo(new Computation.Counts(1, 1, 0, 0, 0));
  }

  private void amendBoth(String email) {
    deployment.amend(live, liveSegment, true, EMAIL, email);
    deployment.amend(waiting, waitingSegment, true, EMAIL, email);
  }

  private Computation running(Trigger trigger) {
    return Computation.queued(1, trigger, deployment.clock.instant())
        .running(deployment.clock.instant(), deployment.populations.position());
  }

  private SnapshotMaker.Made make(Trigger trigger) {
    SnapshotMaker.Made made = maker.make(running(trigger));
    Snapshot snapshot = new Snapshot(++snapshots, 1, deployment.clock.instant(), made.retailers());
    deployment.store.save(snapshot);
    deployment.store.publish(snapshot.id());
    maker.remember(made, snapshot);
    return made;
  }

  private static long size(SnapshotMaker.Made made, long retailerId) {
    return made.retailers().stream()
        .filter(result -> result.retailerId() == retailerId)
        .flatMap(result -> result.segments().stream())
        .mapToLong(SegmentResult::size)
        .sum();
  }
}
