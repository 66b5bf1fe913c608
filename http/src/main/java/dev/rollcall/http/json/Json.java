package dev.rollcall.http.json;

import dev.rollcall.audience.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bytes to JSON and back. */
public final class Json {
  private static final int USUAL_ANSWER_BYTES = 1024;

  /**
   * Tokens of a document, at most: a body of empty objects takes fifty times its size in memory,
   * and compressed next to nothing on the wire.
   */
  private static final int MAX_TOKENS = 1_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Of two members of one name, readers differ in which they believe.
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Json() {}

  /**
   * Reads a whole body.
   *
   * @throws Refusal {@code invalid-json}, with the place but never with what is written there
   */
  public static JsonValue read(InputStream body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw malformed(e);
    }
    if (root.isMissingNode())
      throw new Refusal(ProblemCode.INVALID_JSON.because("The body is empty"));
    return new JsonValue(root);
  }

  /**
   * Reads a line of a body.
   *
   * @throws Refusal {@code invalid-json}, without what is written there
   */
  public static JsonValue read(String line) {
    try {
      return new JsonValue(MAPPER.readTree(line));
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where = at == null ? "" : " at column " + at.getColumnNr();
      throw new Refusal(ProblemCode.INVALID_JSON.because("The line is not valid JSON" + where));
    }
  }

  /** An object of texts, as a line of CSV has them. */
  public static JsonValue of(Map<String, String> texts) {
    ObjectNode object = MAPPER.createObjectNode();
    texts.forEach(object::put);
    return new JsonValue(object);
  }

  /** The refusal of a body that the parser gave up on, for routes that stream theirs. */
  public static Refusal malformed(JacksonException failure) {
    TokenStreamLocation at = failure.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new Refusal(ProblemCode.INVALID_JSON.because("The body is not valid JSON" + where));
  }

  public static byte[] bytes(JsonWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_ANSWER_BYTES);
    try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
      writer.write(out);
    }
    return bytes.toByteArray();
  }
}
