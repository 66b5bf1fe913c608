package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Table;
import tools.jackson.databind.JsonNode;

/** Computations as the rows of a table. */
final class Computations {
  private Computations() {}

  static Table table() {
    return new Table(
        "ID",
        "TRIGGER",
        "STATE",
        "REQUESTED",
        "MILLISECONDS",
        "CUT-OFF",
        "AUDIENCES",
        "CHANGED",
        "SNAPSHOT");
  }

  static Object[] cells(JsonNode computation) {
    JsonNode attributes = computation.path("attributes");
    return new Object[] {
      computation.path("id").asString(""),
      attributes.path("trigger").asString(""),
      attributes.path("state").asString(""),
      attributes.path("requestedAt").asString(""),
      attributes.path("durationMs").asString(""),
      attributes.path("cutOff").asString(""),
      attributes.path("counts").path("audiences").asString(""),
      attributes.path("counts").path("changedAudiences").asString(""),
      attributes.path("snapshotId").asString("")
    };
  }
}
