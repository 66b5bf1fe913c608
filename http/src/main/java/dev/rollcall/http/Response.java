package dev.rollcall.http;

import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes back over the wire.
 *
 * @param headers in the order they are sent
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way out: nobody compares or keeps them.
public record Response(int status, Map<String, String> headers, byte[] body) {
  /** The header that names the operation a write is, for {@code GET /v1/operations/{id}}. */
  public static final String OPERATION = "rollcall-operation";

  private static final byte[] NOTHING = {};

  public static Response empty(int status) {
    return new Response(status, Map.of(), NOTHING);
  }

  public static Response json(int status, JsonWriter writer) {
    return of(status, "application/json", Json.bytes(writer));
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("content-type", contentType), body);
  }

  /** The same with a header more, or with another value for it. */
  public Response with(String lowerCaseName, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(lowerCaseName, value);
    return new Response(status, more, body);
  }

  /** The answer to HEAD: everything but the body, whose length is told. */
  Response headOnly() {
    return new Response(
        status, with("content-length", Integer.toString(body.length)).headers, NOTHING);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  @Override
  public String toString() {
    return "Response[" + status + ", " + body.length + " bytes]";
  }
}
