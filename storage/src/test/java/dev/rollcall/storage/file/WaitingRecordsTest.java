package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {
  private static WaitingRecords.Entry entry(int keys) {
    return new WaitingRecords.Entry(FileAmendmentLogTest.amend(keys));
  }

  @Test
  void gives_records_in_order_and_no_more_bytes_than_asked_for_but_one_at_least() {
    WaitingRecords waiting = new WaitingRecords(1_000_000);
    List<WaitingRecords.Entry> entries = List.of(entry(10), entry(10), entry(100), entry(1));
    assertThat(entries).allMatch(waiting::add);

    assertThat(waiting.take(500)).isEqualTo(entries.subList(0, 2));
    assertThat(waiting.take(500)).isEqualTo(entries.subList(2, 3));
    assertThat(waiting.take(500)).isEqualTo(entries.subList(3, 4));
  }

  @Test
  void who_brings_more_than_there_is_room_for_waits_until_there_is() {
    WaitingRecords waiting = new WaitingRecords(1_000);
    assertThat(waiting.add(entry(50))).isTrue();
    CompletableFuture<Boolean> added = CompletableFuture.supplyAsync(() -> waiting.add(entry(51)));
    assertThat(waiting.take(10_000)).hasSize(1);
    assertThat(added.join()).isTrue();
    assertThat(waiting.take(10_000)).hasSize(1);
  }

  @Test
  void a_record_larger_than_the_limit_is_taken_alone() {
    WaitingRecords waiting = new WaitingRecords(1_000);
    assertThat(waiting.add(entry(10_000))).isTrue();
    assertThat(waiting.take(1)).hasSize(1);
  }

  @Test
  void when_they_have_ended_the_rest_can_be_taken_and_those_who_wait_are_refused() {
    WaitingRecords waiting = new WaitingRecords(1_000);
    assertThat(waiting.add(entry(50))).isTrue();
    CompletableFuture<Boolean> refused =
        CompletableFuture.supplyAsync(() -> waiting.add(entry(50)));
    waiting.end();
    assertThat(refused.join()).isFalse();
    assertThat(waiting.take(10_000)).hasSize(1);
    assertThat(waiting.take(10_000)).isEmpty();
  }
}
