package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Stages of a {@link MemoryCatalog}. */
record MemoryStageTable(MemoryRows<Stage> rows) implements StageTable {
  @Override
  public void insert(Stage stage) {
    rows.put(stage.id(), stage);
  }

  @Override
  public void delete(long id) {
    rows.remove(id);
  }

  @Override
  public Optional<Stage> find(long id) {
    return rows.find(id);
  }

  @Override
  public List<Stage> list() {
    return rows.all().toList();
  }
}
