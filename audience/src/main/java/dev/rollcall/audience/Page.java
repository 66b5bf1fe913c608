package dev.rollcall.audience;

import java.util.List;

/**
 * A slice of an ordered result.
 *
 * @param total items in the whole result, not only in this slice
 */
public record Page<T>(List<T> items, long total) {
  public Page {
    items = List.copyOf(items);
  }
}
