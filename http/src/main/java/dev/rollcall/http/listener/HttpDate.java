package dev.rollcall.http.listener;

import dev.rollcall.http.Api;
import java.time.Instant;
import java.time.InstantSource;

/** The time of an answer, as HTTP writes it; written once a second. */
final class HttpDate {
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
      known = new Second(second, Api.HTTP_DATE.format(Instant.ofEpochSecond(second)));
      last = known;
    }
    return known.text;
  }
}
