package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Stages in the catalog. */
public interface StageTable {
  /** Adds a stage, whose id is new. */
  void insert(Stage stage);

  void delete(long id);

  Optional<Stage> find(long id);

  /** All stages, by ascending id. */
  List<Stage> list();
}
