package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Targeting;
import dev.rollcall.audience.Targeting.Scope;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookupsTest {
  private static final IdentifierType EMAIL = IdentifierType.EMAIL;
  private static final Set<Long> MINE = Set.of(Deployment.ACCOUNT);
  private static final Set<Long> BOTH = Set.of(Deployment.ACCOUNT, 2L);

  private final Deployment deployment = new Deployment("2030-01-01T09:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private final long first = deployment.segment(retailer, EMAIL);
  private final long second = deployment.segment(retailer, EMAIL);
  private final long inFirst = deployment.audience(retailer, new InSegment(first));
  private final long inSecond = deployment.audience(2, retailer, new InSegment(second));
  private final Identifier ann = deployment.digest(EMAIL, "ann@example.com");
  private final Identifier bob = deployment.digest(EMAIL, "bob@example.com");

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void what_was_acknowledged_shows_at_once_and_the_answer_says_up_to_where() {
    check(ann, BOTH);
    amend(first, true, "ann@example.com");
    check(ann, BOTH, inFirst);
    assertThat(lookup(List.of(ann), BOTH).reflects()).isEqualTo(new LookupAnswer.Reflects.Log(1));
    amend(second, true, "ann@example.com", "bob@example.com");
    check(ann, BOTH, inFirst, inSecond);
    amend(first, false, "ann@example.com");
    check(ann, BOTH, inSecond);
    long added = deployment.audience(retailer, new InSegment(second));
    check(bob, BOTH, inSecond, added);
  }

  @Test
  void a_lookup_waits_for_nothing_while_the_catalog_is_as_the_last_one_read_it() {
    assertThat(deployment.lookups.ready(retailer)).isFalse();
    check(ann, BOTH);
    assertThat(deployment.lookups.ready(retailer)).isTrue();
    amend(first, true, "ann@example.com");
    assertThat(deployment.lookups.ready(retailer)).as("the lists are no matter").isTrue();
    deployment.audience(retailer, new InSegment(second));
    assertThat(deployment.lookups.ready(retailer)).isFalse();
    check(ann, BOTH, inFirst);
    assertThat(deployment.lookups.ready(retailer)).isTrue();
  }

  @Test
  void several_identifiers_are_taken_together_and_unknown_ones_add_nothing() {
    amend(first, true, "ann@example.com");
    amend(second, true, "bob@example.com");
    Identifier unknown = deployment.digest(EMAIL, "eve@example.com");
    assertThat(lookup(List.of(bob, unknown, ann), BOTH).audienceIds())
        .containsExactly(inFirst, inSecond);
    check(unknown, BOTH);
    assertThat(lookup(List.of(), BOTH).audienceIds()).isEmpty();
    assertThat(
            deployment.lookups.lookupAll(
                retailer, List.of(List.of(bob), List.of(), List.of(ann)), BOTH))
        .extracting(LookupAnswer::audienceIds)
        .containsExactly(List.of(inSecond), List.of(), List.of(inFirst));
  }

  @Test
  void a_stranger_to_the_graph_is_in_no_audience_until_the_graph_learns_the_identifier() {
    amend(first, true, "ann@example.com");
    deployment.link(retailer, "CustomerId:1");
    check(ann, BOTH);
    deployment.link(retailer, "CustomerId:1", "Email:ann@example.com");
    check(ann, BOTH, inFirst);
    check(deployment.digest(IdentifierType.CUSTOMER_ID, "1"), BOTH, inFirst);
  }

  @Test
  void accounts_are_told_of_their_own_but_line_items_see_all_audiences() {
    amend(second, true, "ann@example.com");
    long everyone = lineItem(Scope.INCLUDE);
    long toSecond = lineItem(Scope.INCLUDE, inSecond);
    long toFirst = lineItem(Scope.INCLUDE, inFirst);
    long notSecond = lineItem(Scope.EXCLUDE, inSecond);
    long notFirst = lineItem(Scope.EXCLUDE, inFirst);
    long others =
        deployment.lineItem(2, retailer, new Targeting(Scope.EXCLUDE, Set.of(inFirst, 4_711L)));
    check(ann, MINE);
    checkLineItems(ann, MINE, everyone, toSecond, notFirst);
    checkLineItems(ann, BOTH, everyone, toSecond, notFirst, others);
    checkLineItems(bob, BOTH, everyone, notSecond, notFirst, others);
    amend(first, true, "ann@example.com");
    checkLineItems(ann, BOTH, everyone, toSecond, toFirst);
  }

  @Test
  void an_id_that_line_items_of_two_accounts_have_is_told_once() {
    long id = lineItem(Scope.INCLUDE, inFirst);
    deployment.catalog.write(t -> {
      t.lineItems().put(new LineItem(id, 2, retailer, "other", null, null, Targeting.EVERYONE));
      return id;
    });
    checkLineItems(ann, MINE);
    checkLineItems(ann, BOTH, id);
    amend(first, true, "ann@example.com");
    checkLineItems(ann, MINE, id);
    checkLineItems(ann, BOTH, id);
  }

  @Test
  void a_line_item_is_offered_from_its_start_to_before_its_end() {
    long id = lineItem(Scope.INCLUDE);
    deployment.catalog.write(t -> {
      LineItem found = t.lineItems().withId(id).getFirst();
      Instant start = Instant.parse("2030-01-01T10:00:00Z");
      Instant end = Instant.parse("2030-01-01T11:00:00Z");
      t.lineItems()
          .put(
              new LineItem(
                  id, found.accountId(), retailer, found.name(), start, end, found.targeting()));
      return found;
    });
    checkLineItems(ann, MINE);
    deployment.clock.set("2030-01-01T10:00:00Z");
    checkLineItems(ann, MINE, id);
    deployment.clock.set("2030-01-01T11:00:00Z");
    checkLineItems(ann, MINE);
  }

  @Test
  void where_publication_is_scheduled_changes_wait_for_the_next_snapshot() {
    deployment.publishing(retailer, Publication.SCHEDULED);
    amend(first, true, "ann@example.com");
    check(ann, BOTH);
    assertThat(lookup(List.of(ann), BOTH).reflects())
        .isEqualTo(new LookupAnswer.Reflects.Nothing());
    Computations computations = deployment.computations();
    Computation noon = deployment.finished(computations.start(Trigger.SCHEDULED));
    check(ann, BOTH, inFirst);
    long snapshot = Objects.requireNonNull(noon.snapshotId());
    assertThat(lookup(List.of(ann), BOTH).reflects())
        .isEqualTo(new LookupAnswer.Reflects.Published(snapshot, 1));
    amend(first, false, "ann@example.com");
    amend(second, true, "ann@example.com");
    long toSecond = lineItem(Scope.INCLUDE, inSecond);
    check(ann, BOTH, inFirst);
    checkLineItems(ann, BOTH);
    deployment.finished(computations.start(Trigger.MANUAL));
    check(ann, BOTH, inSecond);
    checkLineItems(ann, BOTH, toSecond);
    deployment.store.publish(snapshot);
    check(ann, BOTH, inFirst);
    deployment.publishing(retailer, Publication.CONTINUOUS);
    check(ann, BOTH, inSecond);
  }

  private long lineItem(Scope scope, Long... audiences) {
    return deployment.lineItem(
        Deployment.ACCOUNT, retailer, new Targeting(scope, Set.of(audiences)));
  }

  private void amend(long segment, boolean add, String... emails) {
    deployment.amend(retailer, segment, add, EMAIL, emails);
  }

  private LookupAnswer lookup(List<Identifier> shopper, Set<Long> accounts) {
    return deployment.lookups.lookup(retailer, shopper, accounts);
  }

  private void check(Identifier identifier, Set<Long> accounts, Long... audiences) {
    assertThat(lookup(List.of(identifier), accounts).audienceIds()).containsExactly(audiences);
  }

  private void checkLineItems(Identifier identifier, Set<Long> accounts, Long... lineItems) {
    assertThat(lookup(List.of(identifier), accounts).lineItemIds()).containsExactly(lineItems);
  }
}
