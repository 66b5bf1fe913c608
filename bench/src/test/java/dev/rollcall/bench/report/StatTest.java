package dev.rollcall.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatTest {
  @Test
  void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
    assertThat(Stat.of(4, 1, 3, 2)).isEqualTo(new Stat(2.5, 1, 4));
    assertThat(Stat.of(9, 1, 3)).isEqualTo(new Stat(3, 1, 9));
  }

  @Test
  void numbers_are_told_in_as_many_digits_as_they_are_known() {
    assertThat(Stat.number(1_234_567.8)).isEqualTo("1,234,568");
    assertThat(Stat.number(12.34)).isEqualTo("12.3");
    assertThat(Stat.number(1.234)).isEqualTo("1.23");
    assertThat(Stat.number(0.01234)).isEqualTo("0.0123");
    assertThat(Stat.number(0)).isEqualTo("0");
  }
}
