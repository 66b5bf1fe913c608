package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.audience.Publication;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private long retailer;
  private long first;
  private long second;
  private long both;
  private long onlySecond;
  private Seen seen;

  @BeforeEach
  void computeOnce() {
    retailer = deployment.retailer(Publication.CONTINUOUS);
    first = deployment.segment(retailer, EMAIL);
    second = deployment.segment(retailer, EMAIL);
    deployment.amend(retailer, first, true, EMAIL, "a@example.com", "b@example.com");
    deployment.amend(retailer, second, true, EMAIL, "b@example.com", "c@example.com");
    both = deployment.audience(retailer, and(first, second));
    onlySecond = deployment.audience(retailer, new InSegment(second));
    Plan everything = Plan.everything(content(), view());
    RetailerResult result =
        new RetailerComputation(everything)
            .run(deployment.engine, deployment.store, 0, Instant.EPOCH);
    seen = Seen.of(everything.view(), everything.content().audiences(), result);
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void a_first_run_computes_everything() {
    check(Plan.everything(content(), view()), List.of(first, second), List.of(both, onlySecond));
  }

  @Test
  void when_nothing_changed_nothing_is_computed() {
    check(changes(), List.of(), List.of());
    assertThat(changes().slots()).isEmpty();
  }

  @Test
  void a_changed_list_is_computed_with_the_audiences_that_use_it() {
    deployment.amend(retailer, first, true, EMAIL, "d@example.com");
    check(changes(), List.of(first), List.of(both));
    assertThat(changes().slots()).containsExactly(first, second);
  }

  @Test
  void an_amendment_that_changes_nothing_is_no_change() {
    deployment.amend(retailer, first, true, EMAIL, "a@example.com");
    check(changes(), List.of(), List.of());
  }

  @Test
  void a_changed_algebra_is_computed_alone() {
    long id = onlySecond;
    deployment.catalog.write(t -> {
      Audience found = t.audiences().find(id).orElseThrow();
      return t.audiences()
          .update(found.revised(found.name(), null, new InSegment(first), found.updatedAt()));
    });
    check(changes(), List.of(), List.of(onlySecond));
    assertThat(changes().slots()).containsExactly(first);
  }

  @Test
  void what_is_new_is_computed() {
    long third = deployment.segment(retailer, EMAIL);
    long all = deployment.audience(retailer, and(first, second, third));
    check(changes(), List.of(third), List.of(all));
  }

  @Test
  void another_graph_changes_every_segment() {
    deployment.link(retailer, "Email:a@example.com", "CustomerId:1");
    check(changes(), List.of(first, second), List.of(both, onlySecond));
  }

  @Test
  void a_set_that_is_kept_no_more_is_computed_again() {
    String gone = seen.result().segments().getFirst().contentId();
    Plan plan = Plan.changes(content(), view(), seen, id -> !id.equals(gone));
    check(plan, List.of(first), List.of(both));
  }

  private Plan changes() {
    return Plan.changes(content(), view(), seen, deployment.store::holds);
  }

  private RetailerContent content() {
    return deployment.catalog.read(RetailerContent::all).getFirst();
  }

  private PopulationView view() {
    return deployment.populations.view(retailer);
  }

  private static AlgebraNode and(Long... segments) {
    return new And(List.of(segments).stream().<AlgebraNode>map(InSegment::new).toList());
  }

  private static void check(Plan plan, List<Long> segments, List<Long> audiences) {
    assertThat(plan.segments()).extracting(AudienceSegment::id).isEqualTo(segments);
    assertThat(plan.audiences()).extracting(Audience::id).isEqualTo(audiences);
  }
}
