package dev.rollcall.http.v1;

import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * Reads an identity graph as NDJSON: on each line {@code
 * {"identifiers":[{"type":"Email","value":"..."}]}} of one user.
 */
final class NdjsonIdentities {
  private NdjsonIdentities() {}

  /**
   * Reads the part in {@code body[0, length)}; a line that cannot be understood is reported and
   * left out.
   *
   * @throws Refusal when there are too many rows or identifiers
   */
  static IdentityPart read(byte[] body, int length) {
    IdentityPart part = new IdentityPart();
    long line = 1;
    for (int from = 0, to; from < length; from = to + 1, line++) {
      to = from;
      while (to < length && body[to] != '\n') to++;
      if (!blank(body, from, to)) row(part, line, new ByteArrayInputStream(body, from, to - from));
    }
    return part;
  }

  private static boolean blank(byte[] body, int from, int to) {
    for (int i = from; i < to; i++) if (body[i] > ' ' || body[i] < 0) return false;
    return true;
  }

  private static void row(IdentityPart part, long line, ByteArrayInputStream text) {
    part.row();
    List<Named> identifiers;
    try {
      identifiers = Json.read(text).at("identifiers").items().stream().map(Named::read).toList();
    } catch (Refusal refusal) {
      part.problem(line, refusal.problem().detail());
      return;
    }
    if (identifiers.isEmpty()) part.problem(line, "The line has no identifier");
    for (Named identifier : identifiers) part.identifier(line, identifier.type, identifier.value);
  }

  /** An identifier as it is written on a line. */
  private record Named(IdentifierType type, String value) {
    static Named read(JsonValue identifier) {
      JsonValue type = identifier.at("type");
      return new Named(
          IdentifierType.parse(type.string()).orElseThrow(() -> type.notA("an identifier type")),
          identifier.at("value").text());
    }

    /** Never the value. */
    @Override
    public String toString() {
      return type.wireName();
    }
  }
}
