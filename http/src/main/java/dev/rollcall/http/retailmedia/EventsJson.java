package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.Change;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.EventsEdit;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.http.json.JsonValue;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Reads and writes what an event segment asks for. */
public final class EventsJson {
  private static final String ACTIVITIES =
      Arrays.stream(ShopperActivity.values())
          .map(ShopperActivity::wireName)
          .collect(Collectors.joining(", ", "one of ", ""));
  private static final String WINDOWS =
      Arrays.stream(LookbackWindow.values())
          .map(LookbackWindow::wireName)
          .collect(Collectors.joining(", ", "one of ", ""));

  private EventsJson() {}

  /**
   * Reads a whole definition.
   *
   * @throws dev.rollcall.http.json.Refusal naming the member that breaks a rule
   */
  public static Definition.Events read(JsonValue events) {
    OptionalDouble least = price(events.at("minPrice"));
    OptionalDouble greatest = price(events.at("maxPrice"));
    if (!Definition.Events.inOrder(least, greatest))
      throw events.at("minPrice").refusal(ProblemCode.INVALID_VALUE, "must not be above maxPrice");
    return new Definition.Events(
        activity(events.at("shopperActivity")),
        window(events.at("lookbackDays")),
        events.at("brandIds").optional().map(EventsJson::ids).orElse(Set.of()),
        events.at("categoryIds").optional().map(EventsJson::ids).orElse(Set.of()),
        least,
        greatest);
  }

  /** Reads a partial update: what is absent or null is kept. */
  static EventsEdit edit(JsonValue events) {
    return new EventsEdit(
        change(events.at("shopperActivity"), EventsJson::activity),
        change(events.at("lookbackDays"), EventsJson::window),
        change(events.at("brandIds"), EventsJson::ids),
        change(events.at("categoryIds"), EventsJson::ids),
        change(events.at("minPrice"), given -> price(given.at("value"))),
        change(events.at("maxPrice"), given -> price(given.at("value"))));
  }

  private static <T> Change<T> change(JsonValue given, Function<JsonValue, T> read) {
    return given.absent() ? Change.keep() : Change.set(read.apply(given));
  }

  private static ShopperActivity activity(JsonValue given) {
    return ShopperActivity.parse(given.string()).orElseThrow(() -> given.notA(ACTIVITIES));
  }

  private static LookbackWindow window(JsonValue given) {
    return LookbackWindow.parse(given.string()).orElseThrow(() -> given.notA(WINDOWS));
  }

  private static Set<String> ids(JsonValue given) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonValue item : given.items()) {
      String id = item.text();
      if (id.isBlank() || id.length() > Definition.Events.MAX_ID_LENGTH)
        throw item.notA("an id of 1 to " + Definition.Events.MAX_ID_LENGTH + " characters");
      if (!ids.add(id)) throw item.notA("another id than those before it");
    }
    if (ids.size() > Definition.Events.MAX_IDS)
      throw given.notA("at most " + Definition.Events.MAX_IDS + " ids");
    return ids;
  }

  private static OptionalDouble price(JsonValue given) {
    if (given.absent()) return OptionalDouble.empty();
    double price = given.number();
    if (price < 0) throw given.notA("a number from 0");
    return OptionalDouble.of(price);
  }

  static void write(JsonGenerator out, Definition.Events events) {
    out.writeObjectPropertyStart("events");
    out.writeStringProperty("shopperActivity", events.activity().wireName());
    out.writeStringProperty("lookbackDays", events.window().wireName());
    write(out, "brandIds", events.brandIds());
    write(out, "categoryIds", events.categoryIds());
    write(out, "minPrice", events.minPrice());
    write(out, "maxPrice", events.maxPrice());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, Set<String> texts) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, String name, OptionalDouble price) {
    if (price.isEmpty()) out.writeNullProperty(name);
    else out.writeNumberProperty(name, price.getAsDouble());
  }
}
