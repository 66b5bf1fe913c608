package dev.rollcall.http.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HttpDateTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("1994-11-06T08:49:37.999Z"));
  private final HttpDate date = new HttpDate(now::get);

  private void check(String instant, String written) {
    now.set(Instant.parse(instant));
    assertThat(date.now()).isEqualTo(written);
  }

  @Test
  void theTimeIsWrittenAsHttpWritesIt() {
    check("1994-11-06T08:49:37.999Z", "Sun, 06 Nov 1994 08:49:37 GMT");
    check("2027-02-01T00:00:00Z", "Mon, 01 Feb 2027 00:00:00 GMT");
    check("1969-12-31T23:59:59.5Z", "Wed, 31 Dec 1969 23:59:59 GMT");
  }

  @Test
  void itIsWrittenOnceASecondAndAnewWhenTheClockIsPutBack() {
    String first = date.now();
    now.set(Instant.parse("1994-11-06T08:49:37.000Z"));
    assertThat(date.now()).isSameAs(first);
    check("1994-11-06T08:49:38Z", "Sun, 06 Nov 1994 08:49:38 GMT");
    check("1994-11-06T08:49:36Z", "Sun, 06 Nov 1994 08:49:36 GMT");
  }
}
