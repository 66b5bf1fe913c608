package dev.rollcall.audience.history;

import dev.rollcall.audience.Stage;
import java.util.OptionalLong;

/**
 * The coming content of a contact list, and what making it that would change.
 *
 * @param operation the one that made it the list's content; empty while it is open
 * @param identifiers distinct identifiers that have come
 * @param current identifiers on the list
 * @param added identifiers that would come onto the list
 * @param removed identifiers that would vanish from it
 * @param mostRemoved identifiers that may vanish without being told to
 */
public record Replacement(
    Stage stage,
    OptionalLong operation,
    long identifiers,
    long current,
    long added,
    long removed,
    long mostRemoved) {
  /** Whether more would vanish than may without being told to. */
  public boolean removesTooMuch() {
    return removed > mostRemoved;
  }
}
