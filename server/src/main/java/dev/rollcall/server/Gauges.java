package dev.rollcall.server;

import dev.rollcall.audience.ContactListMembers;
import dev.rollcall.audience.Population;
import dev.rollcall.storage.file.FileDictionary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What a server holds and how far it is, for its operators to watch. */
final class Gauges {
  private Gauges() {}

  static void register(MeterRegistry meters, Stores stores, Clock clock) {
    gauge(meters, stores, "rollcall.log.position", "Records in the log", s -> s.log().position());
    gauge(
        meters,
        stores,
        "rollcall.identifiers",
        "Distinct identifiers known",
        s -> sum(s, population -> population.graph().dictionary().size()));
    gauge(
        meters,
        stores,
        "rollcall.dictionary.bytes",
        "Memory of all dictionaries, outside the heap",
        s -> sum(s, Gauges::dictionaryBytes));
    gauge(
        meters,
        stores,
        "rollcall.users",
        "Users of all retailers",
        s -> sum(s, population -> population.graph().userCount()));
    gauge(
        meters, stores, "rollcall.lists.bytes", "Memory of all lists", s -> sum(s, Gauges::bytes));
    gauge(
        meters,
        stores,
        "rollcall.snapshot.age.seconds",
        "Since the published snapshot was made",
        s ->
            s.snapshots()
                .published()
                .map(p -> (double) Duration.between(p.createdAt(), clock.instant()).toSeconds())
                .orElse(Double.NaN));
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
  }

  private static void gauge(
      MeterRegistry meters,
      Stores stores,
      String name,
      String description,
      ToDoubleFunction<Stores> value) {
    Gauge.builder(name, stores, value).description(description).register(meters);
  }

  private static double sum(Stores stores, ToDoubleFunction<Population> value) {
    return stores.populations().all().stream().mapToDouble(value).sum();
  }

  private static double dictionaryBytes(Population population) {
    return population.graph().dictionary() instanceof FileDictionary dictionary
        ? dictionary.bytes()
        : 0;
  }

  private static double bytes(Population population) {
    return population.view().lists().values().stream()
        .map(ContactListMembers::identifiers)
        .mapToDouble(identifiers -> identifiers.heapBytes())
        .sum();
  }
}
