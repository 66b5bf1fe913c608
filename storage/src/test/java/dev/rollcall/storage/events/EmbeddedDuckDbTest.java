package dev.rollcall.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.storage.events.EmbeddedDuckDb.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDuckDbTest {
  @TempDir private Path folder = Path.of("");

  /** The sum of all pairs of numbers below another, two at a time. */
  private static Work<Long> pairs(long below) {
    return connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet sum =
              statement.executeQuery(
                  "SELECT sum(a.range + b.range)::BIGINT FROM range(%1$d) a, range(%1$d) b"
                      .formatted(below))) {
        sum.next();
        return sum.getLong(1);
      }
    };
  }

  /** Ten to the eighteenth pairs: who waited for them would never return. */
  @Test
  void a_query_that_nobody_wants_any_more_is_broken_off_while_it_runs() throws IOException {
    try (EmbeddedDuckDb duckDb = new EmbeddedDuckDb(folder, 1, 64)) {
      AtomicInteger looks = new AtomicInteger();
      assertThatThrownBy(() -> duckDb.call(pairs(1_000_000_000), () -> looks.incrementAndGet() > 5))
          .isInstanceOf(CancellationException.class);
      assertThat(duckDb.call(pairs(3), () -> false)).isEqualTo(18);
    }
  }

  @Test
  void one_that_was_not_wanted_before_it_began_is_not_begun() throws IOException {
    try (EmbeddedDuckDb duckDb = new EmbeddedDuckDb(folder, 1, 64)) {
      assertThatThrownBy(() -> duckDb.call(pairs(1_000_000_000), () -> true))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void a_query_that_fails_says_why() throws IOException {
    try (EmbeddedDuckDb duckDb = new EmbeddedDuckDb(folder, 1, 64)) {
      Work<Boolean> wrong =
          connection -> {
            try (Statement statement = connection.createStatement()) {
              return statement.execute("SELECT nothing");
            }
          };
      assertThatThrownBy(() -> duckDb.call(wrong, () -> false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the event engine failed");
    }
  }
}
