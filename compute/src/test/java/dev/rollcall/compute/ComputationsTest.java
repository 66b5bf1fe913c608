package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.members.Members;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputationsTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;

  private final Deployment deployment = new Deployment("2030-01-01T09:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private final long segment = deployment.segment(retailer, EMAIL);
  private final long audience = deployment.audience(retailer, new InSegment(segment));

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void a_run_publishes_what_was_acknowledged_before_it() {
    Computations computations = deployment.computations();
    amend("a@example.com", "b@example.com");
    Computation queued = computations.start(Trigger.MANUAL);
    assertThat(queued.state()).isEqualTo(State.QUEUED);
    Computation finished = deployment.finished(queued);
    assertThat(finished.state()).isEqualTo(State.SUCCEEDED);
    assertThat(finished.cutOff()).isEqualTo(deployment.populations.position());
    Snapshot published = deployment.store.published().orElseThrow();
    assertThat(published.id()).isEqualTo(finished.snapshotId());
    assertThat(published.computationId()).isEqualTo(finished.id());
    assertThat(size(published)).isEqualTo(2);
  }

  @Test
  void changes_are_published_without_being_asked_for() {
    Computations computations = deployment.computations();
    Snapshot first = deployment.publishedAfter(Optional.empty());
    amend("a@example.com");
    computations.changed();
    Snapshot second = deployment.publishedAfter(Optional.of(first));
    assertThat(size(second)).isOne();
    Deployment.until(
        () -> deployment.computations(Trigger.CHANGE, State.SUCCEEDED).size() == 2, "history");
    assertThat(computations.find(second.computationId()).orElseThrow().counts())
        .isEqualTo(new Computation.Counts(1, 1, 1, 1, 1));
  }

  @Test
  void a_run_that_fails_leaves_the_published_snapshot_and_says_nothing_personal() {
    AtomicBoolean broken = new AtomicBoolean();
    Engine engine =
        (segments, programs, sink) -> {
          if (broken.get()) {
            throw new IllegalStateException("no room for a@example.com");
          }
          return deployment.engine.compute(segments, programs, sink);
        };
    Computations computations = deployment.computations(engine, 10);
    deployment.finished(computations.start(Trigger.MANUAL));
    Optional<Snapshot> before = deployment.store.published();
    amend("a@example.com");
    broken.set(true);
    Computation failed = deployment.finished(computations.start(Trigger.MANUAL));
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.failure())
        .isEqualTo("failed with IllegalStateException; the log has the details");
    assertThat(failed.snapshotId()).isNull();
    assertThat(deployment.store.published()).isEqualTo(before);
    broken.set(false);
    deployment.finished(computations.start(Trigger.MANUAL));
    assertThat(size(deployment.store.published().orElseThrow())).isOne();
  }

  @Test
  void a_start_by_hand_joins_the_one_that_waits_and_runs_go_in_order() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Engine slow =
        (segments, programs, sink) -> {
          entered.countDown();
          awaitQuietly(goOn);
          return deployment.engine.compute(segments, programs, sink);
        };
    Computations computations = deployment.computations(slow, 10);
    entered.await();
    Computation first = computations.start(Trigger.MANUAL);
    Computation scheduled = computations.start(Trigger.SCHEDULED);
    assertThat(computations.start(Trigger.MANUAL)).isEqualTo(first);
    assertThat(computations.start(Trigger.SCHEDULED).id()).isGreaterThan(scheduled.id());
    goOn.countDown();
    computations.close();
    assertThat(computations.list(0, 3).items())
        .allMatch(computation -> computation.state() == State.SUCCEEDED)
        .extracting(computation -> Objects.requireNonNull(computation.snapshotId()))
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void an_answer_is_kept_with_the_run_that_it_tells_of_and_not_with_one_that_is_joined() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Engine slow =
        (segments, programs, sink) -> {
          entered.countDown();
          awaitQuietly(goOn);
          return deployment.engine.compute(segments, programs, sink);
        };
    Computations computations = deployment.computations(slow, 10);
    computations.start(Trigger.SCHEDULED);
    awaitQuietly(entered);
    Computation asked = computations.start(queued -> answer(1, queued));
    assertThat(computations.start(queued -> answer(2, queued))).isEqualTo(asked);
    assertThat(deployment.history.find(asked.id())).contains(asked);
    assertThat(keptUnder(1)).contains(Long.toString(asked.id()));
    assertThat(keptUnder(2)).isEmpty();
    goOn.countDown();
    computations.close();
  }

  private static KeptAnswer answer(long key, Computation told) {
    return new KeptAnswer(
        7,
        new RetryKey(key, 0, 0, 0),
        told.requestedAt(),
        202,
        Map.of("id", Long.toString(told.id())),
        new byte[0]);
  }

  private Optional<String> keptUnder(long key) {
    return deployment.catalog.<Optional<String>>read(
        tables -> tables.answers().find(7, key, 0).map(answer -> answer.headers().get("id")));
  }

  @Test
  void a_snapshot_published_again_during_a_run_for_changes_stays_at_scheduled_retailers() {
    long scheduled = deployment.retailer(Publication.SCHEDULED);
    long list = deployment.segment(scheduled, EMAIL);
    AtomicReference<Optional<Snapshot>> again = new AtomicReference<>(Optional.empty());
    Engine engine =
        (segments, programs, sink) -> {
          again
              .getAndSet(Optional.empty())
              .ifPresent(snapshot -> deployment.store.publish(snapshot.id()));
          return deployment.engine.compute(segments, programs, sink);
        };
    Computations computations = deployment.computations(engine, 10);
    deployment.finished(computations.start(Trigger.MANUAL));
    Snapshot first = deployment.store.published().orElseThrow();
    deployment.amend(scheduled, list, true, EMAIL, "a@example.com");
    deployment.finished(computations.start(Trigger.MANUAL));
    Snapshot second = deployment.store.published().orElseThrow();
    assertThat(second.retailer(scheduled)).isNotEqualTo(first.retailer(scheduled));

    again.set(Optional.of(first));
    Snapshot third = afterChange(computations, second);
    assertThat(size(third)).isOne();
    assertThat(third.retailer(scheduled)).isEqualTo(first.retailer(scheduled));
  }

  /** Changes the list and waits for what is published after the last snapshot. */
  private Snapshot afterChange(Computations computations, Snapshot last) {
    amend("b@example.com");
    computations.changed();
    Deployment.until(
        () -> deployment.store.published().filter(s -> s.id() > last.id()).isPresent(),
        "snapshot of the change");
    return deployment.store.published().orElseThrow();
  }

  /** The last moment to publish by hand: the run's results are there, its snapshot is not. */
  @Test
  void what_is_published_by_hand_as_a_run_for_changes_ends_is_not_undone() {
    long scheduled = deployment.retailer(Publication.SCHEDULED);
    long list = deployment.segment(scheduled, EMAIL);
    AtomicReference<Runnable> computed = new AtomicReference<>(() -> {});
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Engine engine =
        (segments, programs, sink) -> {
          meanwhile.set(computed.getAndSet(() -> {}));
          return deployment.engine.compute(segments, programs, sink);
        };
    InstantSource clock =
        () -> {
          meanwhile.getAndSet(() -> {}).run();
          return deployment.clock.instant();
        };
    try (Computations computations =
        new Computations(
            deployment.catalog,
            deployment.populations,
            deployment.eventSegments,
            deployment.store,
            deployment.history,
            engine,
            clock.withZone(ZoneOffset.UTC),
            System::nanoTime,
            10)) {
      deployment.finished(computations.start(Trigger.MANUAL));
      Snapshot first = deployment.store.published().orElseThrow();
      deployment.amend(scheduled, list, true, EMAIL, "a@example.com");
      deployment.finished(computations.start(Trigger.MANUAL));
      Snapshot second = deployment.store.published().orElseThrow();
      computed.set(() -> computations.publish(first.id(), snapshot -> Optional.empty()));
      Snapshot third = afterChange(computations, second);
      assertThat(size(third)).isOne();
      assertThat(third.retailer(scheduled)).isEqualTo(first.retailer(scheduled));
      assertThat(deployment.history.published().snapshotId()).isEqualTo(first.id());
    }
    assertThat(deployment.store.list())
        .as("each is of a run that is told of")
        .allMatch(kept -> deployment.history.find(kept.computationId()).isPresent());
  }

  @Test
  void a_start_that_finds_a_set_missing_which_lookups_read_computes_it_again() {
    deployment.finished(deployment.computations().start(Trigger.MANUAL));
    deployment.publishing(retailer, Publication.SCHEDULED);
    String contentId = audienceResult(deployment.store.published().orElseThrow()).contentId();
    deployment.computations().close();
    assertThat(deployment.computations(Trigger.MANUAL, State.SUCCEEDED)).hasSize(1);
    deployment.store.lose(contentId);
    deployment.computations();
    Deployment.until(
        () -> deployment.computations(Trigger.MANUAL, State.SUCCEEDED).size() == 2, "run");
    assertThat(deployment.store.members(contentId)).isEqualTo(Members.empty());
  }

  @Test
  void nobody_starts_a_run_for_changes_by_hand() {
    Computations computations = deployment.computations();
    assertThatThrownBy(() -> computations.start(Trigger.CHANGE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_a_killed_process_left_waiting_runs_and_what_it_left_running_has_failed() {
    Computation queued = Computation.queued(1, Trigger.MANUAL, deployment.clock.instant());
    Computation running =
        Computation.queued(2, Trigger.SCHEDULED, deployment.clock.instant())
            .running(deployment.clock.instant(), 7);
    deployment.history.put(queued);
    deployment.history.put(running);
    deployment.history.put(Computation.queued(3, Trigger.SCHEDULED, deployment.clock.instant()));
    Computations computations = deployment.computations();
    Computation interrupted = computations.find(2).orElseThrow();
    assertThat(interrupted.state()).isEqualTo(State.FAILED);
    assertThat(interrupted.failure()).isEqualTo("interrupted by a restart");
    assertThat(computations.find(3).orElseThrow().state()).isEqualTo(State.FAILED);
    assertThat(deployment.finished(queued).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void the_newest_snapshots_are_kept_and_beside_them_the_newest_asked_for() {
    Computations computations = deployment.computations(deployment.engine, 2);
    Computation first = deployment.finished(computations.start(Trigger.MANUAL));
    Computation second = deployment.finished(computations.start(Trigger.MANUAL));
    Snapshot last = deployment.store.published().orElseThrow();
    for (int i = 0; i < 4; i++) {
      amend(i + "@example.com");
      computations.changed();
      last = deployment.publishedAfter(Optional.of(last));
    }
    computations.close();
    assertThat(deployment.store.list())
        .hasSize(4)
        .extracting(SnapshotStore.Summary::id)
        .contains(last.id(), first.snapshotId(), second.snapshotId());
    assertThat(deployment.store.members(audienceResult(last).contentId()).size()).isEqualTo(4);
  }

  @Test
  void readers_see_one_snapshot_whole() throws Exception {
    long same = deployment.audience(retailer, new InSegment(segment));
    Computations computations = deployment.computations();
    deployment.finished(computations.start(Trigger.MANUAL));
    deployment.publishing(retailer, Publication.SCHEDULED);
    List<Identifier> shopper = List.of(deployment.digest(EMAIL, "a@example.com"));
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 40; i++) {
                deployment.amend(retailer, segment, i % 2 == 0, EMAIL, "a@example.com");
                deployment.finished(computations.start(Trigger.MANUAL));
              }
            });
    int answers = 0;
    while (writer.isAlive()) {
      LookupAnswer answer =
          deployment.lookups.lookup(retailer, shopper, Set.of(Deployment.ACCOUNT));
      assertThat(answer.audienceIds()).isIn(List.of(), List.of(audience, same));
      answers++;
    }
    writer.join();
    assertThat(answers).isPositive();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void amend(String... emails) {
    deployment.amend(retailer, segment, true, EMAIL, emails);
  }

  private AudienceResult audienceResult(Snapshot snapshot) {
    return snapshot.retailer(retailer).orElseThrow().audiences().stream()
        .filter(result -> result.audienceId() == audience)
        .findFirst()
        .orElseThrow();
  }

  private long size(Snapshot snapshot) {
    return audienceResult(snapshot).size();
  }
}
