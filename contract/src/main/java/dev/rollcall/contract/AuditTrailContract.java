package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.compute.explain.Asked;
import dev.rollcall.compute.explain.AuditTrail;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every audit trail does. */
public abstract class AuditTrailContract {
  private static final Instant START = Instant.parse("2027-01-31T12:00:00.123456Z");

  private @Nullable AuditTrail trail;

  /** A trail with nothing in it. */
  protected abstract AuditTrail open();

  @BeforeEach
  void openTrail() {
    trail = open();
  }

  private AuditTrail trail() {
    return Objects.requireNonNull(trail);
  }

  @Test
  void what_was_added_comes_back_newest_first() {
    List<Asked> added = new ArrayList<>();
    for (IdentifierType type : IdentifierType.values())
      added.add(
          trail()
              .add(
                  START.plusSeconds(added.size()),
                  CatalogRows.BIG,
                  CatalogRows.BIG + 1,
                  CatalogRows.BIG + 2,
                  CatalogRows.BIG + 3,
                  new Identifier(type, Long.MIN_VALUE + added.size(), -1)));
    assertThat(added.stream().map(Asked::id)).doesNotHaveDuplicates().isSorted();
    assertThat(added.getFirst().at()).isEqualTo(START);
    assertThat(trail().list(CatalogRows.BIG + 1, 0, 100).items()).isEqualTo(added.reversed());
    assertThat(trail().list(CatalogRows.BIG + 1, 1, 2).items())
        .isEqualTo(added.reversed().subList(1, 3));
    assertThat(trail().list(CatalogRows.BIG + 1, 0, 0).total()).isEqualTo(added.size());
  }

  @Test
  void each_account_has_its_own_lines() {
    Identifier subject = new Identifier(IdentifierType.EMAIL, 1, 2);
    for (long account = 1; account <= 3; account++)
      trail().add(START, 5, account, 7, account, subject);
    assertThat(trail().list(2, 0, 10).items()).extracting(Asked::audienceId).containsExactly(2L);
    assertThat(trail().list(4, 0, 10).total()).isZero();
  }

  @Test
  void many_who_ask_at_once_all_have_a_line_of_their_own() {
    List<Long> ids =
        CatalogUnderTest.together(
            8,
            () -> trail().add(START, 5, 1, 7, 1, new Identifier(IdentifierType.EMAIL, 1, 2)).id());
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(trail().list(1, 0, 10).total()).isEqualTo(8);
  }
}
