package dev.rollcall.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** How long ago an event may be to count, in days of 24 hours. */
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

  /** What lies before the window that ends at the cut-off: later events count, up to that. */
  public Instant after(Instant cutOff) {
    return cutOff.minus(Duration.ofDays(days));
  }
}
