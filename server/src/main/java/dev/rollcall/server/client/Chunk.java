package dev.rollcall.server.client;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** One add-remove request in the making. */
final class Chunk {
  /** Identifiers in a request, at most and in every one but the last. */
  static final int SIZE = 50_000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json = JSON.createGenerator(bytes);
  private int size;

  Chunk(boolean add) {
    json.writeStartObject();
    json.writeObjectPropertyStart("data");
    json.writeStringProperty("type", "ContactlistAmendment");
    json.writeObjectPropertyStart("attributes");
    json.writeStringProperty("operation", add ? "add" : "remove");
    json.writeArrayPropertyStart("identifiers");
  }

  /** Adds an identifier that is valid UTF-8. */
  void add(byte[] utf8, int from, int to) {
    json.writeUTF8String(utf8, from, to - from);
    size++;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == SIZE;
  }

  /** The body of the request; the chunk is finished. */
  byte[] body() {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.close();
    return bytes.toByteArray();
  }
}
