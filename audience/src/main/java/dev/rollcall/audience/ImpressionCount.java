package dev.rollcall.audience;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * How often line items of an account were shown on a day, by one of the things that had a part.
 *
 * @param accountId whose line items they are; a segment among the counted may be another account's
 * @param entityId the line item, audience or segment, which may be gone since
 * @param day in UTC
 */
public record ImpressionCount(long accountId, By by, long entityId, LocalDate day, long shown) {
  /** What impressions are counted by. */
  public enum By {
    LINE_ITEM("LineItem"),
    /** The audiences that a line item let the shopper in by. */
    AUDIENCE("Audience"),
    /** The segments that such an audience takes shoppers from. */
    SEGMENT("AudienceSegment");

    private final String wireName;

    By(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    public static Optional<By> parse(String name) {
      return Arrays.stream(values()).filter(by -> by.wireName.equalsIgnoreCase(name)).findFirst();
    }
  }
}
