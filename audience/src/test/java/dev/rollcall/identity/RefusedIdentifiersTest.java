package dev.rollcall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RefusedIdentifiersTest {
  private static final InvalidIdentifier[] REASONS = InvalidIdentifier.values();

  @Test
  void what_was_added_is_visited_in_order() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<Integer, InvalidIdentifier> added = new LinkedHashMap<>();
      RefusedIdentifiers.Builder builder = new RefusedIdentifiers.Builder();
      int most = 1 + random.nextInt(1 << random.nextInt(1, 17));
      for (int index = random.nextInt(most); index < 50_000; index += 1 + random.nextInt(most)) {
        InvalidIdentifier reason = REASONS[random.nextInt(REASONS.length)];
        added.put(index, reason);
        builder.add(index, reason);
      }
      check(builder.build(), added);
    }
  }

  private static void check(RefusedIdentifiers refused, Map<Integer, InvalidIdentifier> expected) {
    RefusedIdentifiers copy = new RefusedIdentifiers(refused.packed().clone());
    assertThat(copy).isEqualTo(refused).hasSameHashCodeAs(refused);
    Map<Integer, InvalidIdentifier> visited = new LinkedHashMap<>();
    copy.forEach(visited::put);
    assertThat(visited).containsExactlyEntriesOf(expected);
    assertThat(copy.size()).isEqualTo(expected.size());
  }

  @Test
  void a_request_refused_whole_takes_two_bytes_an_identifier() {
    RefusedIdentifiers.Builder builder = new RefusedIdentifiers.Builder();
    for (int i = 0; i < 50_000; i++) builder.add(i, InvalidIdentifier.BLANK);
    assertThat(builder.build().packed()).hasSize(100_000);
  }

  @Test
  void indexes_ascend_and_reasons_are_known() {
    RefusedIdentifiers.Builder builder = new RefusedIdentifiers.Builder();
    builder.add(3, InvalidIdentifier.BLANK);
    assertThatThrownBy(() -> builder.add(3, InvalidIdentifier.BLANK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RefusedIdentifiers(new byte[] {1, 99}))
        .isInstanceOf(RuntimeException.class);
  }
}
