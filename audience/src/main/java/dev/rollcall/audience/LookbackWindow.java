package dev.rollcall.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long ago an event may be to count, in days of 24 hours.
 *
 * <p>Only its start leaves events out. What a retailer's clock says is a little ahead counts from
 * the moment it is taken: it was acknowledged, and nothing would look at it again when its time
 * comes. So a window ends at a cut-off that no event taken so far is later than, and its days are
 * counted from {@link #AHEAD} before that.
 */
public enum LookbackWindow {
  LAST_7_DAYS(7),
  LAST_14_DAYS(14),
  LAST_30_DAYS(30),
  LAST_45_DAYS(45),
  LAST_60_DAYS(60),
  LAST_90_DAYS(90),
  LAST_120_DAYS(120),
  LAST_150_DAYS(150),
  LAST_180_DAYS(180);

  /** How far ahead of this machine's clock an event may be: clocks differ. */
  public static final Duration AHEAD = Duration.ofMinutes(10);

  private final int days;

  LookbackWindow(int days) {
    this.days = days;
  }

  public int days() {
    return days;
  }

  /** The name as the API spells it, such as {@code Last7Days}. */
  public String wireName() {
    return "Last" + days + "Days";
  }

  public static Optional<LookbackWindow> parse(String name) {
    return Arrays.stream(values()).filter(w -> w.wireName().equalsIgnoreCase(name)).findFirst();
  }

  /** The cut-off now: no event that was taken before has a later time. */
  public static Instant cutOff(Instant now) {
    return now.plus(AHEAD);
  }

  /** What lies before the window that ends at the cut-off: later events count, up to that. */
  public Instant after(Instant cutOff) {
    return cutOff.minus(AHEAD).minus(Duration.ofDays(days));
  }
}
