package dev.rollcall.http.json;

import tools.jackson.core.JsonGenerator;

/** Writes one JSON value. */
@FunctionalInterface
public interface JsonWriter {
  void write(JsonGenerator out);
}
