package dev.rollcall.storage.sql;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.SegmentType;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.IdentifierType;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A segment's definition as it stands in its column, beside the one that has its type. */
final class DefinitionJson {
  private DefinitionJson() {}

  static String encode(Definition definition) {
    return switch (definition) {
      case Definition.ContactList(var type) -> "{\"identifierType\":" + type.code() + "}";
      case Definition.Events events -> {
        ObjectNode node = Columns.JSON.createObjectNode();
        node.put("activity", events.activity().wireName());
        node.put("window", events.window().wireName());
        events.brandIds().forEach(node.putArray("brandIds")::add);
        events.categoryIds().forEach(node.putArray("categoryIds")::add);
        events.minPrice().ifPresent(price -> node.put("minPrice", price));
        events.maxPrice().ifPresent(price -> node.put("maxPrice", price));
        yield node.toString();
      }
    };
  }

  static Definition decode(SegmentType type, String json) {
    JsonNode node = Columns.JSON.readTree(json);
    return switch (type) {
      case CONTACT_LIST ->
          new Definition.ContactList(IdentifierType.ofCode(node.get("identifierType").intValue()));
      case EVENTS ->
          new Definition.Events(
              ShopperActivity.parse(node.get("activity").stringValue()).orElseThrow(),
              LookbackWindow.parse(node.get("window").stringValue()).orElseThrow(),
              ids(node.get("brandIds")),
              ids(node.get("categoryIds")),
              price(node.path("minPrice")),
              price(node.path("maxPrice")));
    };
  }

  private static Set<String> ids(JsonNode given) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode id : given) ids.add(id.stringValue());
    return ids;
  }

  private static OptionalDouble price(JsonNode given) {
    return given.isNumber() ? OptionalDouble.of(given.doubleValue()) : OptionalDouble.empty();
  }
}
