package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentityGraphState;

/** Whether two sets of populations are the same down to every ordinal. */
public final class SamePopulations {
  private static final IdentifierKeys KEYS = RandomRecords.allKeys();

  private SamePopulations() {}

  /** Compares populations that {@link RandomRecords} were applied to. */
  public static void check(Populations actual, Populations expected) {
    assertThat(actual.position()).isEqualTo(expected.position());
    assertThat(actual.all())
        .extracting(Population::retailerId)
        .containsExactlyInAnyOrderElementsOf(
            expected.all().stream().map(Population::retailerId).toList());
    for (Population population : expected.all()) {
      check(actual.find(population.retailerId()).orElseThrow(), population);
    }
  }

  private static void check(Population actual, Population expected) {
    assertThat(actual.position()).isEqualTo(expected.position());
    assertThat(actual.view().lists()).isEqualTo(expected.view().lists());
    assertThat(ordinals(actual)).isEqualTo(ordinals(expected));
    assertThat(actual.graph().dictionary().size()).isEqualTo(expected.graph().dictionary().size());
    assertThat(actual.graph().userCount()).isEqualTo(expected.graph().userCount());
    IdentityGraphState actualState = actual.graph().state();
    IdentityGraphState expectedState = expected.graph().state();
    assertThat(actualState.imported()).isEqualTo(expectedState.imported());
    assertThat(actualState.cells()).isEqualTo(expectedState.cells());
    assertThat(actualState.places()).isEqualTo(expectedState.places());
    assertThat(actualState.users()).isEqualTo(expectedState.users());
    assertThat(actualState.firsts()).isEqualTo(expectedState.firsts());
    assertThat(actualState.aliases()).isEqualTo(expectedState.aliases());
    assertThat(actualState.fewKeys()).isEqualTo(expectedState.fewKeys());
    assertThat(actualState.manyKeys()).isEqualTo(expectedState.manyKeys());
  }

  private static int[] ordinals(Population population) {
    int[] ordinals = new int[KEYS.size()];
    population.graph().dictionary().find(KEYS, ordinals);
    return ordinals;
  }
}
