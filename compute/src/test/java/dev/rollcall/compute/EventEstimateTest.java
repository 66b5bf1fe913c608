package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.ShoppingEvents;
import dev.rollcall.identity.Channel;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Estimates of segments of events, three shoppers of whom nothing else tells. */
class EventEstimateTest {
  private static final Definition.Events VIEWERS =
      new Definition.Events(
          ShopperActivity.VIEW,
          LookbackWindow.LAST_7_DAYS,
          Set.of(),
          Set.of(),
          OptionalDouble.empty(),
          OptionalDouble.empty());
  private static final IdentifierKeys STRANGERS =
      new IdentifierKeys(new long[] {1, 2, 3, 4, 5, 6}, 3);

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private int scans;
  private Runnable meanwhile = () -> {};
  private final Sizes sizes =
      new Sizes(
          deployment.catalog,
          new Segments(deployment.catalog, deployment.log, deployment.clock),
          new Audiences(deployment.catalog, Limits.DEFAULT, deployment.clock),
          deployment.populations,
          events(),
          deployment.secrets,
          deployment.clock);

  /** Events at which something happens while they are scanned. */
  private ShoppingEvents events() {
    return new ShoppingEvents() {
      @Override
      public Source of(long retailerId) {
        return (definitions, cutOff) -> {
          scans++;
          Runnable now = meanwhile;
          meanwhile = () -> {};
          now.run();
          return List.of(STRANGERS);
        };
      }

      @Override
      public long revision(long retailerId) {
        return 0;
      }

      @Override
      public void observe(Observer observer) {}
    };
  }

  @BeforeEach
  void twoAreOnAList() {
    deployment.catalog.write(tables -> {
      tables
          .accounts()
          .put(
              new Account(
                  Deployment.ACCOUNT,
                  "A",
                  AccountType.DEMAND,
                  List.of(),
                  "EUR",
                  "UTC",
                  Set.of(retailer)));
      return retailer;
    });
    long list = deployment.segment(retailer, IdentifierType.CUSTOMER_ID);
    deployment.amend(retailer, list, true, IdentifierType.CUSTOMER_ID, "c1", "c2");
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  private Outcome<Size> estimate(Permission... permissions) {
    Application caller =
        new Application(
            7,
            1,
            "app",
            "app",
            "",
            Set.of(permissions),
            Set.of(Deployment.ACCOUNT),
            OptionalInt.empty(),
            true);
    return sizes.estimate(caller, Deployment.ACCOUNT, retailer, Channel.ONSITE, VIEWERS);
  }

  @Test
  void without_a_graph_those_known_from_events_alone_are_users_of_an_exact_estimate() {
    assertThat(estimate(Permission.EXACT_SIZES_READ))
        .isEqualTo(Outcome.done(new Size(OptionalLong.of(3), OptionalDouble.of(0.6))));
    assertThat(estimate(Permission.AUDIENCES_READ))
        .isEqualTo(Outcome.done(new Size(OptionalLong.empty(), OptionalDouble.empty())));
  }

  @Test
  void a_graph_says_who_is_a_user() {
    deployment.link(retailer, "CustomerId:c1");
    assertThat(estimate(Permission.EXACT_SIZES_READ))
        .isEqualTo(Outcome.done(new Size(OptionalLong.of(0), OptionalDouble.of(0))));
  }

  @Test
  void a_newer_estimate_ends_the_one_before_it_when_its_scan_is_over() {
    meanwhile =
        () -> assertThat(estimate(Permission.EXACT_SIZES_READ)).isInstanceOf(Outcome.Done.class);
    Outcome<Size> older = estimate(Permission.EXACT_SIZES_READ);
    assertThat(older)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.problem().code()).isEqualTo(ProblemCode.ESTIMATE_SUPERSEDED));
    assertThat(scans).isEqualTo(2);
  }
}
