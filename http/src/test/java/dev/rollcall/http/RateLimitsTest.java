package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private Instant now = Instant.parse("2026-08-01T12:00:59Z");
  private final Clock clock =
      InstantSource.offset(() -> now, Duration.ZERO).withZone(ZoneOffset.UTC);
  private final RateLimits limits = new RateLimits(2, clock);

  private static Application application(long id, OptionalInt perMinute) {
    return new Application(id, 1, "a", "a", "", Set.of(), Set.of(), perMinute, true);
  }

  @Test
  void theCountStartsAgainWithTheMinuteOfTheClock() {
    Application one = application(1, OptionalInt.empty());
    assertThat(limits.count(one, true).remaining()).isEqualTo(1);
    assertThat(limits.count(one, true).exceeded()).isFalse();
    RateLimits.Standing refused = limits.count(one, true);
    assertThat(refused.exceeded()).isTrue();
    assertThat(refused.retryAfter()).isEqualTo(1);
    assertThat(refused.resetAt()).isEqualTo(now.getEpochSecond() + 1);
    now = now.plusSeconds(1);
    assertThat(limits.count(one, true).remaining()).isEqualTo(1);
  }

  @Test
  void applicationsAreCountedApartEachToItsOwnLimit() {
    for (int i = 0; i < 3; i++) limits.count(application(1, OptionalInt.empty()), true);
    assertThat(limits.count(application(2, OptionalInt.empty()), true).remaining()).isEqualTo(1);
    assertThat(limits.count(application(3, OptionalInt.of(10)), true).remaining()).isEqualTo(9);
  }

  @Test
  void requestsThatDoNotCountTellTheStandingAndPassAlways() {
    Application one = application(1, OptionalInt.empty());
    assertThat(limits.count(one, false).remaining()).isEqualTo(2);
    for (int i = 0; i < 3; i++) limits.count(one, true);
    assertThat(limits.count(one, false).exceeded()).isFalse();
    assertThat(limits.count(one, false).remaining()).isZero();
  }

  private static InetAddress address(int number) {
    byte[] octets = ByteBuffer.allocate(4).putInt(0x0a000000 + number).array();
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  @Test
  void strangersAreCountedByAddressAndOnlyWhereRefused() {
    for (int i = 0; i < 2; i++)
      assertThat(limits.stranger(address(1), true).exceeded()).as("refusal %d", i).isFalse();
    assertThat(limits.stranger(address(1), true).exceeded()).isTrue();
    assertThat(limits.stranger(address(1), false).exceeded()).isFalse();
    assertThat(limits.stranger(address(1), false).remaining()).isZero();
    assertThat(limits.stranger(address(2), true).remaining()).isEqualTo(1);
    now = now.plusSeconds(1);
    assertThat(limits.stranger(address(1), false).remaining()).isEqualTo(2);
  }

  @Test
  void addressesThereIsNoRoomForAreCountedTogetherUntilTheMinuteEnds() {
    for (int i = 0; i < RateLimits.MAX_ADDRESSES; i++) limits.stranger(address(i), true);
    assertThat(limits.stranger(address(-1), false).remaining()).isEqualTo(2);
    limits.stranger(address(-1), true);
    limits.stranger(address(-2), true);
    assertThat(limits.stranger(address(-3), true).exceeded()).isTrue();
    assertThat(limits.stranger(address(0), true).exceeded()).as("counted apart").isFalse();
    now = now.plusSeconds(1);
    assertThat(limits.stranger(address(-3), true).remaining()).isEqualTo(1);
  }

  @Test
  void manyThreadsTogetherGetAsManyAsTheLimit() throws InterruptedException {
    Application busy = application(1, OptionalInt.of(1_000));
    AtomicInteger passed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 500; i++)
                  if (!limits.count(busy, true).exceeded()) passed.incrementAndGet();
              }));
    }
    for (Thread thread : threads) thread.join();
    assertThat(passed).hasValue(1_000);
  }
}
