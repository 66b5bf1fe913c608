package dev.rollcall.compute;

import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Retailer;
import java.util.List;

/**
 * What the catalog says is to be computed for one retailer.
 *
 * @param segments by ascending id
 * @param audiences by ascending id
 */
public record RetailerContent(
    Retailer retailer, List<AudienceSegment> segments, List<Audience> audiences) {
  public RetailerContent {
    segments = List.copyOf(segments);
    audiences = List.copyOf(audiences);
  }

  /** The content of all retailers, as one transaction sees them. */
  static List<RetailerContent> all(Catalog.Tables tables) {
    return tables.retailers().list().stream()
        .map(retailer ->
            new RetailerContent(
                retailer,
                tables.segments().ofRetailer(retailer.id()),
                tables.audiences().ofRetailer(retailer.id())))
        .toList();
  }
}
