package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.CREATED;
import static dev.rollcall.contract.CatalogRows.account;
import static dev.rollcall.contract.CatalogRows.application;
import static dev.rollcall.contract.CatalogRows.retailer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Accounts, retailers and applications of a catalog. */
interface CatalogPartiesContract extends CatalogUnderTest {
  @Test
  default void accounts_come_back_as_they_were_put_by_ascending_id() {
    Account bare = new Account(2, "Łódź 🛒", AccountType.SUPPLY, List.of(), "SEK", "UTC", Set.of());
    write(tables -> {
      tables.accounts().put(account(BIG));
      tables.accounts().put(bare);
    });
    assertThat(list(tables -> tables.accounts().list())).containsExactly(bare, account(BIG));
    assertThat(find(tables -> tables.accounts().find(BIG))).contains(account(BIG));
    assertThat(find(tables -> tables.accounts().find(3))).isEmpty();
  }

  @Test
  default void an_account_replaces_the_one_with_its_id() {
    Account changed =
        new Account(
            1, "Other", AccountType.SUPPLY, List.of("NO"), "NOK", "Europe/Oslo", Set.of(9L));
    write(tables -> tables.accounts().put(account(1)));
    write(tables -> tables.accounts().put(changed));
    assertThat(list(tables -> tables.accounts().list())).containsExactly(changed);
  }

  @Test
  default void retailers_come_back_as_they_were_put_by_ascending_id() {
    write(tables -> {
      tables.retailers().put(retailer(BIG));
      tables.retailers().put(retailer(2));
    });
    assertThat(list(tables -> tables.retailers().list()))
        .containsExactly(retailer(2), retailer(BIG));
    assertThat(find(tables -> tables.retailers().find(BIG))).contains(retailer(BIG));
    assertThat(find(tables -> tables.retailers().find(3))).isEmpty();
  }

  @Test
  default void a_retailer_replaces_the_one_with_its_id() {
    write(tables -> tables.retailers().put(retailer(1)));
    write(tables -> tables.retailers().put(retailer(1).publishing(Publication.SCHEDULED)));
    assertThat(list(tables -> tables.retailers().list()))
        .containsExactly(retailer(1).publishing(Publication.SCHEDULED));
  }

  @Test
  default void applications_come_back_as_they_were_put_by_ascending_id() {
    Application everything =
        new Application(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            "Ops",
            "ops",
            "00",
            EnumSet.allOf(Permission.class),
            Set.of(),
            OptionalInt.of(1_000_000),
            false);
    write(tables -> {
      tables.applications().put(everything);
      tables.applications().put(application(2, "two"));
    });
    assertThat(list(tables -> tables.applications().list()))
        .containsExactly(application(2, "two"), everything);
    assertThat(find(tables -> tables.applications().find(2))).contains(application(2, "two"));
    assertThat(find(tables -> tables.applications().find(3))).isEmpty();
  }

  @Test
  default void an_application_is_found_by_its_client_id_alone() {
    write(tables -> tables.applications().put(application(1, "Client")));
    assertThat(find(tables -> tables.applications().findByClientId("Client")))
        .contains(application(1, "Client"));
    assertThat(find(tables -> tables.applications().findByClientId("client"))).isEmpty();
    assertThat(find(tables -> tables.applications().findByClientId(""))).isEmpty();
    assertThat(find(tables -> tables.applications().findByClientId("Client\0"))).isEmpty();
  }

  @Test
  default void an_application_replaces_the_one_with_its_id_and_frees_its_client_id() {
    write(tables -> tables.applications().put(application(1, "old")));
    write(tables -> tables.applications().put(application(1, "new")));
    write(tables -> tables.applications().put(application(2, "old")));
    assertThat(list(tables -> tables.applications().list()))
        .containsExactly(application(1, "new"), application(2, "old"));
  }

  @Test
  default void no_two_applications_have_one_client_id() {
    write(tables -> tables.applications().put(application(1, "one")));
    assertThatThrownBy(() -> write(tables -> tables.applications().put(application(2, "one"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(list(tables -> tables.applications().list())).containsExactly(application(1, "one"));
  }

  @Test
  default void stages_come_back_as_they_were_put_until_they_are_deleted() {
    Stage first = new Stage(5, 6, 7, 8, 9, CREATED, CREATED.plusSeconds(1));
    Stage second = new Stage(BIG, BIG, BIG, BIG, BIG, CREATED, CREATED.plusSeconds(2));
    write(tables -> {
      tables.stages().insert(second);
      tables.stages().insert(first);
    });
    assertThat(list(tables -> tables.stages().list())).containsExactly(first, second);
    assertThat(find(tables -> tables.stages().find(BIG))).contains(second);
    write(tables -> tables.stages().delete(BIG));
    assertThat(find(tables -> tables.stages().find(BIG))).isEmpty();
    assertThat(list(tables -> tables.stages().list())).containsExactly(first);
  }
}
