package dev.rollcall.compute.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.history.MemoryOperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.audience.history.Retention;
import dev.rollcall.audience.history.Standing;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.Deployment;
import dev.rollcall.compute.RandomAlgebra;
import dev.rollcall.compute.explain.ShopModel.Mark;
import dev.rollcall.compute.explain.ShopModel.Told;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationsTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;
  private static final String MAIL = "a@example.com";
  private static final Application CALLER =
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

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final MemoryOperationHistory history = new MemoryOperationHistory();
  private final OperationRecorder recorder = new OperationRecorder(history, deployment.catalog);
  private final MemoryAuditTrail trail = new MemoryAuditTrail();
  private final Explanations explanations = writingTo(trail);

  ExplanationsTest() {
    deployment.populations.observe(recorder);
  }

  private Explanations writingTo(AuditTrail audited) {
    return new Explanations(
        deployment.catalog,
        deployment.log,
        deployment.populations,
        history,
        recorder,
        deployment.store,
        deployment.secrets,
        audited,
        deployment.clock,
        new Retention(deployment.clock, Optional.of(Duration.ofDays(30))));
  }

  @AfterEach
  void close() {
    recorder.close();
    deployment.close();
  }

  private Explanation explain(long audience, Identifier identifier) {
    return explained(explanations.explain(CALLER, Deployment.ACCOUNT, audience, identifier));
  }

  private static Explanation explained(Outcome<Explanation> outcome) {
    return switch (outcome) {
      case Outcome.Done<Explanation>(var explanation) -> explanation;
      case Outcome.Refused<Explanation>(var problem) -> throw new AssertionError(problem);
    };
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "4, false", "5, false"})
  void the_verdict_is_that_of_lookups_and_the_operations_are_those_that_brought_it_about(
      long seed, boolean withGraph) {
    Random random = new Random(seed);
    ShopModel shop = new ShopModel(deployment, random, 6);
    Map<Long, AlgebraNode> audiences = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      AlgebraNode algebra = RandomAlgebra.bounded(random, List.copyOf(shop.types.keySet()), 3);
      audiences.put(deployment.audience(shop.retailer, algebra), algebra);
    }
    Computations computations = deployment.computations();
    for (int round = 0; round < 3; round++) {
      for (int step = 0; step < 30; step++) {
        if (withGraph && random.nextInt(4) == 0) shop.link();
        else shop.amend();
      }
      check(shop, audiences, shop.lists());
      deployment.finished(computations.start(Trigger.MANUAL));
      Map<Long, Told> published = shop.lists();
      for (int step = 0; step < 10; step++) shop.amend();
      deployment.publishing(shop.retailer, Publication.SCHEDULED);
      check(shop, audiences, published);
      deployment.publishing(shop.retailer, Publication.CONTINUOUS);
    }
    assertThat(trail.list(Deployment.ACCOUNT, 0, 1).total())
        .isEqualTo(6L * 12 * ShopModel.everyKey().size());
  }

  /** Holds every explanation to the lists as lookups see them, and to those of now. */
  private void check(ShopModel shop, Map<Long, AlgebraNode> audiences, Map<Long, Told> live) {
    Map<Long, Told> now = shop.lists();
    for (Mark mark : ShopModel.everyKey()) {
      Identifier identifier = deployment.digest(mark.type(), mark.value());
      Set<Mark> shopper = shop.shopper(mark);
      List<Long> lookup =
          deployment
              .lookups
              .lookup(shop.retailer, List.of(identifier), Set.of(Deployment.ACCOUNT))
              .audienceIds();
      audiences.forEach((audience, algebra) -> {
        Explanation explanation = explain(audience, identifier);
        assertThat(explanation.in()).isEqualTo(lookup.contains(audience));
        assertThat(explanation.position()).isEqualTo(deployment.log.position());
        checkTree(explanation.algebra(), algebra, in(live, shopper), in(now, shopper));
        if (shopper.isEmpty()) checkUnknown(explanation);
        else checkWords(explanation, live, now, shopper);
      });
    }
  }

  private static LongPredicate in(Map<Long, Told> lists, Set<Mark> shopper) {
    return segment -> shopper.stream().anyMatch(Objects.requireNonNull(lists.get(segment))::has);
  }

  private static void checkTree(
      ExplainedNode told, AlgebraNode node, LongPredicate live, LongPredicate now) {
    assertThat(told.node()).isEqualTo(node);
    assertThat(told.in()).isEqualTo(RandomAlgebra.admits(node, live));
    assertThat(told.acknowledged()).isEqualTo(RandomAlgebra.admits(node, now));
    told.children().forEach(child -> checkTree(child, child.node(), live, now));
  }

  private static void checkUnknown(Explanation explanation) {
    assertThat(explanation.in()).isFalse();
    assertThat(explanation.reason())
        .isIn(Explanation.Reason.UNKNOWN_IDENTIFIER, Explanation.Reason.UNMATCHED_IDENTIFIER);
    assertThat(explanation.turning()).isEmpty();
    assertThat(explanation.segments()).allMatch(segment -> segment.why().isEmpty());
  }

  private static void checkWords(
      Explanation explanation, Map<Long, Told> live, Map<Long, Told> now, Set<Mark> shopper) {
    assertThat(explanation.reason()).isEqualTo(Explanation.Reason.ALGEBRA);
    boolean pending = false;
    for (ExplainedSegment segment : explanation.segments()) {
      Told before = Objects.requireNonNull(live.get(segment.segment().id()));
      Told after = Objects.requireNonNull(now.get(segment.segment().id()));
      assertThat(operation(segment.why().orElseThrow())).isEqualTo(before.lastWord(shopper));
      boolean turns = segment.in() != segment.acknowledged();
      pending |= turns;
      assertThat(segment.pending().flatMap(ExplanationsTest::operation))
          .isEqualTo(turns ? after.lastWord(shopper) : Optional.empty());
    }
    assertThat(explanation.pending()).isEqualTo(pending);
    checkTurning(explanation, in(now, shopper));
  }

  /** The operation named; empty when it says that there was none. */
  private static Optional<Long> operation(Standing standing) {
    return switch (standing) {
      case Standing.ByOperation(var operation) -> Optional.of(operation.id());
      case Standing.Never() -> Optional.empty();
      case Standing.ByIdentityGraph graph -> throw new AssertionError("the graph");
      case Standing.TooOld old -> throw new AssertionError("too old");
      case Standing.NotSought further -> throw new AssertionError("not sought");
      case Standing.ByComputation found -> throw new AssertionError("events");
      case Standing.ByLaterEvents events -> throw new AssertionError("events");
      case Standing.BeforeSnapshots before -> throw new AssertionError("events");
    };
  }

  private static void checkTurning(Explanation explanation, LongPredicate now) {
    AlgebraNode algebra = explanation.audience().algebra();
    Set<Long> turning =
        explanation.turning().stream().map(s -> s.segment().id()).collect(Collectors.toSet());
    if (explanation.in() != explanation.acknowledged()) assertThat(turning).isEmpty();
    else if (!turning.isEmpty())
      assertThat(RandomAlgebra.admits(algebra, id -> now.test(id) != turning.contains(id)))
          .isNotEqualTo(explanation.in());
  }

  private Standing why(long audience, String mail) {
    return explain(audience, deployment.digest(EMAIL, mail))
        .segments()
        .getFirst()
        .why()
        .orElseThrow();
  }

  @Test
  void an_operation_older_than_the_history_that_is_told_is_too_old() {
    long shop = deployment.retailer(Publication.CONTINUOUS);
    long list = deployment.segment(shop, EMAIL);
    long audience = deployment.audience(shop, new AlgebraNode.InSegment(list));
    deployment.amend(shop, list, true, EMAIL, MAIL);
    assertThat(why(audience, MAIL)).isInstanceOf(Standing.ByOperation.class);
    deployment.clock.set("2030-02-01T00:00:00Z");
    assertThat(why(audience, MAIL)).isEqualTo(new Standing.TooOld());
    deployment.amend(shop, list, true, EMAIL, "b@example.com");
    assertThat(why(audience, MAIL)).isEqualTo(new Standing.TooOld());
    deployment.amend(shop, list, false, EMAIL, MAIL);
    assertThat(why(audience, MAIL)).isInstanceOf(Standing.ByOperation.class);
  }

  @Test
  void what_the_graph_moved_is_the_graphs_doing() {
    long shop = deployment.retailer(Publication.CONTINUOUS);
    long list = deployment.segment(shop, EMAIL);
    long audience = deployment.audience(shop, new AlgebraNode.InSegment(list));
    deployment.publishing(shop, Publication.SCHEDULED);
    deployment.amend(shop, list, true, EMAIL, MAIL);
    deployment.link(shop, "CustomerId:1", "Email:" + MAIL);
    deployment.link(shop, "CustomerId:2");
    deployment.finished(deployment.computations().start(Trigger.MANUAL));
    deployment.link(shop, "CustomerId:2", "Email:" + MAIL);
    checkGraph(explain(audience, deployment.digest(IdentifierType.CUSTOMER_ID, "1")), true);
    checkGraph(explain(audience, deployment.digest(IdentifierType.CUSTOMER_ID, "2")), false);
  }

  private static void checkGraph(Explanation explanation, boolean in) {
    assertThat(explanation.in()).isEqualTo(in);
    assertThat(explanation.acknowledged()).isEqualTo(!in);
    ExplainedSegment segment = explanation.segments().getFirst();
    assertThat(segment.why()).contains(new Standing.ByIdentityGraph());
    assertThat(segment.pending()).contains(new Standing.ByIdentityGraph());
  }

  @Test
  void nobody_is_unknown_or_not_matched_yet() {
    long shop = deployment.retailer(Publication.CONTINUOUS);
    long list = deployment.segment(shop, EMAIL);
    long audience = deployment.audience(shop, new AlgebraNode.InSegment(list));
    Explanation unknown = explain(audience, deployment.digest(EMAIL, MAIL));
    assertThat(unknown.reason()).isEqualTo(Explanation.Reason.UNKNOWN_IDENTIFIER);
    assertThat(Advice.of(unknown)).contains("unknown to the retailer");
    deployment.link(shop, "CustomerId:1");
    deployment.amend(shop, list, true, EMAIL, MAIL);
    Explanation unmatched = explain(audience, deployment.digest(EMAIL, MAIL));
    assertThat(unmatched.in()).isFalse();
    assertThat(unmatched.reason()).isEqualTo(Explanation.Reason.UNMATCHED_IDENTIFIER);
    deployment.link(shop, "CustomerId:1", "Email:" + MAIL);
    assertThat(explain(audience, deployment.digest(EMAIL, MAIL)).in()).isTrue();
  }

  @Test
  void with_publication_by_schedule_what_waits_for_the_next_run_is_told() {
    long shop = deployment.retailer(Publication.SCHEDULED);
    long list = deployment.segment(shop, EMAIL);
    long audience = deployment.audience(shop, new AlgebraNode.InSegment(list));
    Identifier mail = deployment.digest(EMAIL, MAIL);
    deployment.amend(shop, list, true, EMAIL, MAIL);
    Explanation before = explain(audience, mail);
    assertThat(before.reason()).isEqualTo(Explanation.Reason.AUDIENCE_NOT_PUBLISHED);
    assertThat(before.in()).isFalse();
    assertThat(before.acknowledged()).isTrue();
    assertThat(before.segments().getFirst().pending()).isPresent();
    Computations computations = deployment.computations();
    deployment.finished(computations.start(Trigger.MANUAL));
    assertThat(explain(audience, mail).in()).isTrue();
    deployment.amend(shop, list, false, EMAIL, MAIL);
    Explanation waiting = explain(audience, mail);
    assertThat(waiting.in()).isTrue();
    assertThat(waiting.pending()).isTrue();
    assertThat(Advice.of(waiting)).contains("next computation");
    AlgebraNode.InSegment leaf = new AlgebraNode.InSegment(list);
    long none =
        deployment.audience(shop, new AlgebraNode.And(List.of(leaf, new AlgebraNode.Not(leaf))));
    deployment.finished(computations.start(Trigger.MANUAL));
    Explanation never = explain(none, mail);
    assertThat(never.in()).isFalse();
    assertThat(never.turning()).isEmpty();
    assertThat(Advice.of(never)).contains("No small change");
  }

  @Test
  void the_trail_has_who_asked_before_the_answer_and_a_sealed_key() {
    long shop = deployment.retailer(Publication.CONTINUOUS);
    long list = deployment.segment(shop, EMAIL);
    long audience = deployment.audience(shop, new AlgebraNode.InSegment(list));
    Identifier mail = deployment.digest(EMAIL, MAIL);
    explain(audience, mail);
    Asked asked = trail.list(Deployment.ACCOUNT, 0, 10).items().getFirst();
    assertThat(asked.applicationId()).isEqualTo(CALLER.id());
    assertThat(asked.audienceId()).isEqualTo(audience);
    assertThat(asked.subject().hi()).isNotEqualTo(mail.hi());
    assertThat(asked.subject().lo()).isNotEqualTo(mail.lo());
    assertThat(explanations.explain(CALLER, 99, audience, mail))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(trail.list(99, 0, 10).total()).isZero();
  }

  /** A trail whose store is out of reach. */
  private static final class OutOfReach implements AuditTrail {
    @Override
    public Asked add(
        Instant at,
        long applicationId,
        long accountId,
        long retailerId,
        long audienceId,
        Identifier subject) {
      throw new IllegalStateException("out of reach");
    }

    @Override
    public Page<Asked> list(long accountId, int offset, int limit) {
      throw new IllegalStateException("out of reach");
    }
  }

  @Test
  void nobody_is_answered_when_the_trail_cannot_be_written() {
    long shop = deployment.retailer(Publication.CONTINUOUS);
    long list = deployment.segment(shop, EMAIL);
    long audience = deployment.audience(shop, new AlgebraNode.InSegment(list));
    Identifier mail = deployment.digest(EMAIL, MAIL);
    Explanations unaudited = writingTo(new OutOfReach());
    assertThatThrownBy(() -> unaudited.explain(CALLER, Deployment.ACCOUNT, audience, mail))
        .hasMessage("out of reach");
  }
}
