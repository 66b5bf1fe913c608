package dev.rollcall.storage.sql;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.SegmentType;
import dev.rollcall.identity.IdentifierType;
import tools.jackson.databind.JsonNode;

/** A segment's definition as it stands in its column, beside the one that has its type. */
final class DefinitionJson {
  private DefinitionJson() {}

  static String encode(Definition definition) {
    return switch (definition) {
      case Definition.ContactList(var type) -> "{\"identifierType\":" + type.code() + "}";
    };
  }

  static Definition decode(SegmentType type, String json) {
    JsonNode node = Columns.JSON.readTree(json);
    return switch (type) {
      case CONTACT_LIST ->
          new Definition.ContactList(IdentifierType.ofCode(node.get("identifierType").intValue()));
      case EVENTS -> throw new IllegalStateException("event segments are not kept");
    };
  }
}
