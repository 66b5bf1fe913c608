package dev.rollcall.audience;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers of a {@link MemoryCatalog}, under ids that nobody sees. */
record MemoryAnswerTable(MemoryRows<Row> rows) implements AnswerTable {
  /** An answer under its id. */
  record Row(long id, KeptAnswer answer) {}

  @Override
  public void put(KeptAnswer answer) {
    RetryKey key = answer.retry();
    long id =
        first(under(answer.applicationId(), key.keyHi(), key.keyLo()))
            .map(Row::id)
            .orElseGet(() -> 1 + rows.all().mapToLong(Row::id).max().orElse(0));
    rows.put(id, new Row(id, answer));
  }

  @Override
  public Optional<KeptAnswer> find(long applicationId, long keyHi, long keyLo) {
    return first(under(applicationId, keyHi, keyLo)).map(Row::answer);
  }

  private Optional<Row> first(Predicate<Row> wanted) {
    return rows.all().filter(wanted).findFirst();
  }

  private static Predicate<Row> under(long applicationId, long keyHi, long keyLo) {
    return row ->
        row.answer.applicationId() == applicationId && row.answer.retry().sameKey(keyHi, keyLo);
  }

  @Override
  public int deleteBefore(Instant moment, int limit) {
    List<Row> old =
        rows.all()
            .filter(row -> row.answer.at().isBefore(moment))
            .sorted(Comparator.comparing(row -> row.answer.at()))
            .limit(limit)
            .toList();
    old.forEach(row -> rows.remove(row.id));
    return old.size();
  }
}
