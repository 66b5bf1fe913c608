package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.server.terminal.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentifierRowsTest {
  @Test
  void a_line_is_an_identifier_and_blank_ones_are_none() throws IOException {
    rows("a,b\n \n\"c\"\n", "", "1:a,b", "3:\"c\"");
  }

  @Test
  void a_column_is_named_by_the_first_line_or_by_number() throws IOException {
    String csv = "id, Email ,x\n1,a@b.c,2\n3,d@e.f";
    rows(csv, "email", "2:a@b.c", "3:d@e.f");
    rows(csv, "1", "1:id", "2:1", "3:3");
    assertThatThrownBy(() -> rows(csv, "phone"))
        .isInstanceOf(Failure.class)
        .hasMessage("the first line has no column phone");
  }

  @Test
  void cells_may_be_quoted() throws IOException {
    rows("\"a,1\",\"b\"\"2\"\"\"\n,\"\"", "2", "1:b\"2\"", "2:");
    rows("\"a,1\",b", "1", "1:a,1");
  }

  @Test
  void a_row_without_the_column_says_so() throws IOException {
    rows("a,b\na\n\"a,b\n,c", "2", "1:b", "2 has none", "3 has none", "4:c");
  }

  private static void rows(String text, String column, String... expected) throws IOException {
    IdentifierRows rows =
        new IdentifierRows(
            new ByteArrayInputStream(text.getBytes(UTF_8)),
            Optional.of(column).filter(c -> !c.isEmpty()));
    List<String> all = new ArrayList<>();
    while (rows.next())
      all.add(
          rows.hasCell()
              ? rows.line()
                  + ":"
                  + new String(rows.bytes(), rows.from(), rows.to() - rows.from(), UTF_8)
              : rows.line() + " has none");
    assertThat(all).containsExactly(expected);
  }
}
