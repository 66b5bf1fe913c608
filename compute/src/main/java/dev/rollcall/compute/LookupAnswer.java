package dev.rollcall.compute;

import java.util.List;

/**
 * What an ad server is told about a shopper.
 *
 * @param audienceIds the audiences the shopper is in, ascending
 * @param lineItemIds the line items the shopper may be shown, ascending
 */
public record LookupAnswer(List<Long> audienceIds, List<Long> lineItemIds, Reflects reflects) {
  public LookupAnswer {
    audienceIds = List.copyOf(audienceIds);
    lineItemIds = List.copyOf(lineItemIds);
  }

  /** What the answer was made from. */
  public sealed interface Reflects {
    /** Every record of the log up to this position, at least. */
    record Log(long position) implements Reflects {}

    /**
     * A published snapshot.
     *
     * @param cutOff the position of the last log record it includes; 0 when it holds nothing of the
     *     retailer
     */
    record Published(long snapshotId, long cutOff) implements Reflects {}

    /** Nothing: no snapshot was published yet. */
    record Nothing() implements Reflects {}
  }
}
