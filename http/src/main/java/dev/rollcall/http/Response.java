package dev.rollcall.http;

import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes back over the wire.
 *
 * @param headers in the order they are sent
 * @param stream a body that is written as it comes to be, in the place of {@code body}
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way out: nobody compares or keeps them.
public record Response(
    int status, Map<String, String> headers, byte[] body, Optional<Stream> stream) {
  /** The header that names the operation a write is, for {@code GET /v1/operations/{id}}. */
  public static final String OPERATION = "rollcall-operation";

  private static final byte[] NOTHING = {};

  /** A body that is written for as long as there is more of it. */
  public interface Stream extends AutoCloseable {
    /** Writes all of it, flushing what is complete; an exception says that nobody reads. */
    void writeTo(OutputStream out) throws IOException;

    /** Lets go of what the stream holds, whether it was written or not. */
    @Override
    void close();
  }

  public Response(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, Optional.empty());
  }

  /** An answer that goes on. */
  public static Response streaming(String contentType, Stream stream) {
    return new Response(200, Map.of("content-type", contentType), NOTHING, Optional.of(stream));
  }

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
    return new Response(status, more, body, stream);
  }

  /** The answer to HEAD: everything but the body, whose length is told. */
  Response headOnly() {
    if (stream.isPresent()) {
      stream.get().close();
      return new Response(status, headers, NOTHING);
    }
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
