package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void lines_end_in_any_way() throws IOException {
    assertThat(lines("a\nb\r\nc", 4)).containsExactly("1:a", "2:b", "3:c");
    assertThat(lines("a\n\nb\n", 4)).containsExactly("1:a", "2:", "3:b");
    assertThat(lines("", 4)).isEmpty();
    assertThat(lines("\n", 4)).containsExactly("1:");
  }

  @Test
  void a_byte_order_mark_is_left_out() throws IOException {
    assertThat(lines("\ufeffa\nb", 16)).containsExactly("1:a", "2:b");
  }

  @Test
  void the_size_of_the_buffer_makes_no_difference() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) text.append("ab\n".charAt(random.nextInt(3)));
      assertThat(lines(text.toString(), 1 + random.nextInt(8)))
          .as("round %s", round)
          .isEqualTo(lines(text.toString(), 1 << 10));
    }
  }

  private static List<String> lines(String text, int buffer) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)), buffer);
    List<String> all = new ArrayList<>();
    while (lines.next())
      all.add(
          lines.number()
              + ":"
              + new String(lines.bytes(), lines.from(), lines.to() - lines.from(), UTF_8));
    return all;
  }
}
