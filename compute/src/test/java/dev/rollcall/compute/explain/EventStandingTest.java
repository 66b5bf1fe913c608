package dev.rollcall.compute.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.history.MemoryOperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.audience.history.Retention;
import dev.rollcall.audience.history.Standing;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.Deployment;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Since when a segment from events has a shopper. */
class EventStandingTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;
  private static final String MAIL = "a@example.com";

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final MemoryOperationHistory history = new MemoryOperationHistory();
  private final OperationRecorder recorder = new OperationRecorder(history, deployment.catalog);
  private final Explanations explanations =
      new Explanations(
          deployment.catalog,
          deployment.log,
          deployment.populations,
          history,
          recorder,
          deployment.store,
          deployment.secrets,
          new MemoryAuditTrail(),
          deployment.clock,
          new Retention(deployment.clock, Optional.empty()));
  private final long retailer = deployment.retailer(Publication.SCHEDULED);
  private final long list = deployment.segment(retailer, EMAIL);
  private final long bought =
      deployment.segment(
          retailer,
          new Definition.Events(
              ShopperActivity.BUY,
              LookbackWindow.LAST_7_DAYS,
              Set.of(),
              Set.of(),
              OptionalDouble.empty(),
              OptionalDouble.empty()));
  private final long audience = deployment.audience(retailer, new AlgebraNode.InSegment(bought));

  @AfterEach
  void close() {
    recorder.close();
    deployment.close();
  }

  private ExplainedSegment explained() {
    Application caller =
        new Application(
            5,
            1,
            "app",
            "client",
            "00",
            Set.of(Permission.AUDIENCES_EXPLAIN),
            Set.of(Deployment.ACCOUNT),
            OptionalInt.empty(),
            true);
    long[] key = new long[2];
    assertThat(new Digester().digest(EMAIL, MAIL, key, 0)).isNull();
    return switch (explanations.explain(
        caller, Deployment.ACCOUNT, audience, new Identifier(EMAIL, key[0], key[1]))) {
      case Outcome.Done<Explanation>(var explanation) -> explanation.segments().getFirst();
      case Outcome.Refused<Explanation>(var problem) -> throw new AssertionError(problem);
    };
  }

  private Standing by(Snapshot snapshot) {
    return new Standing.ByComputation(
        snapshot.computationId(), snapshot.id(), snapshot.createdAt());
  }

  private Snapshot run(Computations computations) {
    deployment.clock.advance(Duration.ofHours(1));
    Computation run = deployment.finished(computations.start(Trigger.MANUAL));
    return deployment.store.find(Objects.requireNonNull(run.snapshotId())).orElseThrow();
  }

  @Test
  void the_computation_is_told_that_found_the_shopper_first() {
    deployment.amend(retailer, list, true, EMAIL, MAIL);
    Computations computations = deployment.computations();
    run(computations);
    assertThat(explained().why()).contains(new Standing.BeforeSnapshots());
    deployment.event(retailer, EMAIL, MAIL, ShopperActivity.BUY, "p", deployment.clock.instant());
    ExplainedSegment waiting = explained();
    assertThat(waiting.in()).isFalse();
    assertThat(waiting.acknowledged()).isTrue();
    assertThat(waiting.pending()).contains(new Standing.ByLaterEvents());
    Snapshot found = run(computations);
    run(computations);
    assertThat(explained().in()).isTrue();
    assertThat(explained().why()).contains(by(found));
    assertThat(explained().pending()).isEmpty();
    deployment.publishing(retailer, Publication.CONTINUOUS);
    assertThat(explained().why()).contains(by(found));
    deployment.publishing(retailer, Publication.SCHEDULED);
    deployment.clock.advance(Duration.ofDays(8));
    Snapshot lost = run(computations);
    assertThat(explained().in()).isFalse();
    assertThat(explained().why()).contains(by(lost));
    assertThat(List.of(found.id(), lost.id())).doesNotHaveDuplicates();
  }
}
