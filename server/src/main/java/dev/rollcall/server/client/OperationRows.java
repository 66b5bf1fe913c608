package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Table;
import tools.jackson.databind.JsonNode;

/** Operations as the rows of a table. */
final class OperationRows {
  private OperationRows() {}

  static Table table() {
    return new Table(
        "ID", "KIND", "ACCEPTED", "APPLICATION", "VALID", "INVALID", "ADDED", "REMOVED", "SIZE");
  }

  static Object[] cells(JsonNode operation) {
    JsonNode attributes = operation.path("attributes");
    String about = attributes.path("about").asString("");
    return new Object[] {
      operation.path("id").asString(""),
      attributes.path("kind").asString("") + (about.isEmpty() ? "" : " " + about),
      attributes.path("acceptedAt").asString(""),
      attributes.path("applicationId").asString(""),
      attributes.path("valid").asString(""),
      attributes.path("invalid").asString(""),
      attributes.path("added").asString(""),
      attributes.path("removed").asString(""),
      attributes.path("sizeAfter").asString("")
    };
  }
}
