package dev.rollcall.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A client of the API in tests, signed in as one application and speaking one version.
 *
 * <p>Paths follow {@code /{version}/retail-media}, those that begin with {@code /v1} are whole.
 * Bodies are JSON, written for brevity with single quotes in the place of double ones.
 */
public record Client(Wire wire, Version version) {
  public Client speaking(Version other) {
    return new Client(wire, other);
  }

  public Client with(String header, String value) {
    return new Client(wire.with(header, value), version);
  }

  public Answer get(String path) {
    return Answer.of(wire.get(target(path)));
  }

  public Answer post(String path, String json) {
    return Answer.of(wire.post(target(path), json));
  }

  public Answer put(String path, String json) {
    return Answer.of(wire.put(target(path), json));
  }

  public Answer patch(String path, String json) {
    return Answer.of(wire.patch(target(path), json));
  }

  /** Sends bytes as they are, under the content type set before, or as JSON. */
  public Answer send(String method, String path, byte[] body) {
    return Answer.of(wire.send(method, target(path), body));
  }

  public Answer postGzip(String path, String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with("content-encoding", "gzip").send("POST", path, bytes.toByteArray());
  }

  private String target(String path) {
    return path.startsWith("/v1/") ? path : "/" + version.wireName() + "/retail-media" + path;
  }
}
