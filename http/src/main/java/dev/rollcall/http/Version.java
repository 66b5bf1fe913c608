package dev.rollcall.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version of the retail-media API. A stable one is named after the month of its release. */
public enum Version {
  V2026_01("2026-01", LocalDate.of(2026, 1, 1)),
  V2026_07("2026-07", LocalDate.of(2026, 7, 1)),
  V2027_01("2027-01", LocalDate.of(2027, 1, 1)),
  PREVIEW("preview", null),
  EXPERIMENTAL("experimental", null);

  /** The versions that do not change any more. */
  public static final Set<Version> STABLE = Set.copyOf(EnumSet.of(V2026_01, V2026_07, V2027_01));

  /** The versions that new operations come to first. */
  public static final Set<Version> UNSTABLE = Set.copyOf(EnumSet.of(PREVIEW, EXPERIMENTAL));

  public static final Set<Version> ALL = Set.of(values());

  private static final int LIFE_MONTHS = 12;
  private static final int NOTICE_MONTHS = 3;
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");

  private final String wireName;
  private final @Nullable LocalDate end;

  Version(String wireName, @Nullable LocalDate release) {
    this.wireName = wireName;
    this.end = release == null ? null : release.plusMonths(LIFE_MONTHS);
  }

  /** The version as it stands in a path. */
  public String wireName() {
    return wireName;
  }

  public boolean stable() {
    return end != null;
  }

  /**
   * When the version ends, once clients are to be told: from three months before. It is served
   * beyond that date too, so that a server nobody has updated goes on working.
   */
  public Optional<Instant> sunset(Instant now) {
    if (end == null || now.isBefore(startOf(end.minusMonths(NOTICE_MONTHS))))
      return Optional.empty();
    return Optional.of(startOf(end));
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public static Optional<Version> parse(String name) {
    return Arrays.stream(values()).filter(v -> v.wireName.equals(name)).findFirst();
  }

  /** Whether a version of that name was served once: it names a month before the oldest version. */
  public static boolean retired(String name) {
    return MONTH.matcher(name).matches() && name.compareTo(V2026_01.wireName) < 0;
  }
}
