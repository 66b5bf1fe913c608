package dev.rollcall.server;

import dev.rollcall.audience.events.EventImports;
import dev.rollcall.storage.events.FileEventStore;
import dev.rollcall.storage.events.Timing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** How shopping events come in, are folded and are scanned, for operators to watch. */
final class EventMeters {
  private EventMeters() {}

  static void register(MeterRegistry meters, FileEventStore store, EventImports imports) {
    counter(meters, store, "rollcall.events.added", "New events made durable", s -> s.added());
    counter(
        meters, store, "rollcall.events.duplicates", "Events known before", s -> s.duplicates());
    counter(meters, imports, "rollcall.events.refused", "Events not understood", i -> i.refused());
    gauge(meters, store, "rollcall.events.journal.bytes", "Not folded yet", s -> s.journalBytes());
    gauge(meters, store, "rollcall.events.files", "Parquet files of events", s -> s.files());
    gauge(meters, store, "rollcall.events.file.bytes", "Bytes of these", s -> s.fileBytes());
    timer(meters, store.folds(), "rollcall.events.fold", "Folding a retailer's journal");
    timer(meters, store.scans(), "rollcall.events.scan", "Scanning a retailer's events");
  }

  private static <T> void counter(
      MeterRegistry meters, T of, String name, String description, ToDoubleFunction<T> count) {
    FunctionCounter.builder(name, of, count).description(description).register(meters);
  }

  private static void gauge(
      MeterRegistry meters,
      FileEventStore store,
      String name,
      String description,
      ToDoubleFunction<FileEventStore> value) {
    Gauge.builder(name, store, value).description(description).register(meters);
  }

  private static void timer(MeterRegistry meters, Timing timing, String name, String description) {
    FunctionTimer.builder(name, timing, Timing::times, Timing::nanos, TimeUnit.NANOSECONDS)
        .description(description)
        .register(meters);
  }
}
