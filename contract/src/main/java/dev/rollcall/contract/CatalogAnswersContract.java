package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.RetryKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kept answers of a catalog, and what is written together with them. */
interface CatalogAnswersContract extends CatalogUnderTest {
  private static KeptAnswer answer(long application, long key, Instant at, String body) {
    return new KeptAnswer(
        application,
        new RetryKey(key, -key, 3, BIG),
        at,
        201,
        Map.of("content-type", "application/json", "location", "/v1/é"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<KeptAnswer> kept(long application, long key) {
    return find(tables -> tables.answers().find(application, key, -key));
  }

  private void checkKept(KeptAnswer answer) {
    KeptAnswer found = kept(answer.applicationId(), answer.retry().keyHi()).orElseThrow();
    assertThat(found).usingRecursiveComparison().isEqualTo(answer);
  }

  @Test
  default void an_answer_comes_back_as_it_was_kept() {
    KeptAnswer full = answer(BIG, Long.MIN_VALUE + 1, CREATED, "{\"data\":\"\u0000é🛒\"}");
    KeptAnswer empty =
        new KeptAnswer(7, new RetryKey(0, 0, 0, 0), CREATED, 204, Map.of(), new byte[0]);
    write(tables -> {
      tables.answers().put(full);
      tables.answers().put(empty);
    });
    checkKept(full);
    checkKept(empty);
  }

  @Test
  default void a_key_is_one_of_its_application_alone() {
    KeptAnswer first = answer(1, 5, CREATED, "first");
    KeptAnswer other = answer(2, 5, CREATED, "other");
    write(tables -> {
      tables.answers().put(first);
      tables.answers().put(other);
    });
    checkKept(first);
    checkKept(other);
    assertThat(kept(3, 5)).isEmpty();
    assertThat(find(tables -> tables.answers().find(1, 5, 5))).isEmpty();
  }

  @Test
  default void an_answer_takes_the_place_of_the_one_before() {
    write(tables -> tables.answers().put(answer(1, 5, CREATED, "first")));
    KeptAnswer second = answer(1, 5, CREATED.plusSeconds(1), "second");
    write(tables -> tables.answers().put(second));
    checkKept(second);
  }

  private int deleted(Instant before, int limit) {
    return catalog().<Integer>count(tables -> tables.answers().deleteBefore(before, limit));
  }

  @Test
  default void answers_from_before_a_moment_can_be_let_go() {
    write(tables -> {
      tables.answers().put(answer(1, 5, CREATED, "old"));
      tables.answers().put(answer(1, 6, CREATED.plusSeconds(1), "new"));
    });
    assertThat(deleted(CREATED.plusSeconds(2), 1)).isEqualTo(1);
    assertThat(kept(1, 5)).as("the oldest goes first").isEmpty();
    assertThat(deleted(CREATED.plusSeconds(1), 9)).isZero();
    assertThat(kept(1, 6)).isPresent();
  }

  @Test
  default void what_is_done_together_is_there_whole_or_not_at_all() {
    JoiningCatalog joining = new JoiningCatalog(catalog());
    List<String> order = new ArrayList<>();
    KeptAnswer answer = answer(1, 5, CREATED, "done");
    LineItem lineItem = CatalogRows.lineItem(1, 7, 10L);
    String done =
        joining.together(
            () -> {
              joining.write(tables -> {
                tables.lineItems().put(lineItem);
                return true;
              });
              assertThat(joining.<List<LineItem>>read(t -> t.lineItems().withId(1)))
                  .contains(lineItem);
              joining.afterwards(() -> order.add(kept(1, 5).isPresent() ? "after" : "before"));
              return "done";
            },
            (tables, outcome) -> tables.answers().put(answer));
    assertThat(done).isEqualTo("done");
    assertThat(order).containsExactly("after");
    checkKept(answer);
    assertThatThrownBy(() ->
            joining.together(
                () ->
                    joining.write(tables -> {
                      tables.newId();
                      tables.lineItems().put(CatalogRows.lineItem(2, 7, 10L));
                      return true;
                    }),
                (tables, outcome) -> {
                  throw new IllegalStateException("killed");
                }))
        .hasMessage("killed");
    assertThat(list(tables -> tables.lineItems().withId(2))).isEmpty();
    assertThat(list(tables -> tables.lineItems().withId(1))).containsExactly(lineItem);
    joining.afterwards(() -> order.add("at once"));
    assertThat(order).containsExactly("after", "at once");
  }
}
