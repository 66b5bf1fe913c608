package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ChangeSignalTest {
  private final MemoryShoppingEvents events = new MemoryShoppingEvents();
  private final ChangeSignal signal = new ChangeSignal();
  private final EventStore telling = signal.telling(events);
  private int told;

  @Test
  void events_are_told_of_once_although_whoever_observes_them_fails() {
    signal.tell(() -> told++);
    telling.observe((retailer, arrivals) -> {
      throw new IllegalStateException("out of reach");
    });
    assertThatThrownBy(() -> telling.add(1, List.of(event())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(told).isOne();
    assertThat(telling.add(1, List.of(event()))).isZero();
    assertThat(told).isOne();
  }

  private static ShoppingEvent event() {
    return new ShoppingEvent(
        "e",
        new IdentifierKeys(new long[] {1, 1}, 1),
        ShopperActivity.BUY,
        "p",
        Instant.EPOCH,
        OptionalDouble.empty());
  }
}
