package dev.rollcall.http.listener;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of an answer, as HTTP writes it; written once a second. */
final class HttpDate {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Second last = new Second(Long.MIN_VALUE, "");

  HttpDate(InstantSource clock) {
    this.clock = clock;
  }

  private record Second(long second, String text) {}

  String now() {
    long second = Math.floorDiv(clock.millis(), 1_000L);
    Second known = last;
    if (known.second != second) {
      known = new Second(second, FORM.format(Instant.ofEpochSecond(second)));
      last = known;
    }
    return known.text;
  }
}
