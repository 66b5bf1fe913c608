package dev.rollcall.audience;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of a campaign that is shown to shoppers, as far as targeting needs it.
 *
 * @param start first instant it may be shown; null for no bound
 * @param end first instant it may not be shown any more; null for no bound
 */
public record LineItem(
    long id,
    long accountId,
    long retailerId,
    String name,
    @Nullable Instant start,
    @Nullable Instant end,
    Targeting targeting) {
  public LineItem {
    if (name.isBlank()) throw new IllegalArgumentException("a line item needs a name");
    if (start != null && end != null && !start.isBefore(end))
      throw new IllegalArgumentException("a line item starts before it ends");
  }

  public boolean runsAt(Instant time) {
    return (start == null || !time.isBefore(start)) && (end == null || time.isBefore(end));
  }

  public LineItem targeting(Targeting changed) {
    return new LineItem(id, accountId, retailerId, name, start, end, changed);
  }
}
