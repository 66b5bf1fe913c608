package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client was answered, to be looked at by JSON pointer.
 *
 * <p>Every answer that comes by here is held to the envelope: what a success and a refusal always
 * carry, and what every problem does.
 */
public record Answer(int status, JsonNode body) {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Set<String> TYPES =
      Set.of(
          "access-control",
          "authentication",
          "authorization",
          "availability",
          "deprecation",
          "quota",
          "validation");

  public static Answer of(Response response) {
    if (response.body().length == 0)
      return new Answer(response.status(), MAPPER.createObjectNode());
    assertThat(response.header("content-type")).contains("application/json");
    Answer answer = new Answer(response.status(), MAPPER.readTree(utf8(response.body())));
    answer.keepsToTheEnvelope();
    return answer;
  }

  /** Decodes strictly: half of a surrogate pair, say, is not to be sent. */
  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("an answer is UTF-8", e);
    }
  }

  private void keepsToTheEnvelope() {
    assertThat(at("/errors").isArray()).as("errors are always there").isTrue();
    assertThat(at("/warnings").isArray()).as("warnings are always there").isTrue();
    if (status < 300) {
      assertThat(body.has("data")).as("a success has data").isTrue();
      assertThat(at("/warnings")).as("each item's problem is told twice").isEqualTo(at("/errors"));
    } else {
      assertThat(body.has("data")).as("a refusal has no data").isFalse();
      assertThat(at("/errors")).hasSize(1);
      assertThat(at("/warnings")).isEmpty();
    }
    at("/errors").forEach(Answer::isAProblem);
  }

  private static void isAProblem(JsonNode problem) {
    assertThat(text(problem, "traceId")).matches("[0-9a-f]{32}");
    if (problem.has("traceIdentifier"))
      assertThat(text(problem, "traceIdentifier")).isEqualTo(text(problem, "traceId"));
    assertThat(text(problem, "type")).isIn(TYPES);
    assertThat(text(problem, "code")).matches("[a-z]+(-[a-z]+)*");
    assertThat(text(problem, "instance")).matches("(@.+)?");
    assertThat(text(problem, "title")).isNotBlank();
    assertThat(text(problem, "detail")).isNotBlank();
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).stringValue();
  }

  /** The value at a JSON pointer, which may be missing. */
  public JsonNode at(String pointer) {
    return body.at(pointer);
  }

  /** The string at a JSON pointer; anything else there fails. */
  public String text(String pointer) {
    return at(pointer).stringValue();
  }

  /** The id of the first resource, or of the only one. */
  public String id() {
    assertThat(at("/errors")).isEmpty();
    return text(at("/data").isArray() ? "/data/0/id" : "/data/id");
  }

  /** The ids of all resources, in their order. */
  public List<String> ids() {
    return each("/data", "id");
  }

  /** A member of the attributes of all resources, in their order. */
  public List<String> attribute(String name) {
    List<String> values = new ArrayList<>();
    at("/data").forEach(resource -> values.add(text(resource.path("attributes"), name)));
    return values;
  }

  /**
   * The codes of all problems, each with its place if it has one: {@code "name-too-long @data/1"}.
   */
  public List<String> problems() {
    return problem("code", "instance");
  }

  /** What all problems say about their occurrence. */
  public List<String> details() {
    return each("/errors", "detail");
  }

  private List<String> problem(String... members) {
    List<String> problems = new ArrayList<>();
    at("/errors")
        .forEach(problem ->
            problems.add(
                String.join(" ", Stream.of(members).map(m -> text(problem, m)).toList()).strip()));
    return problems;
  }

  private List<String> each(String pointer, String member) {
    List<String> values = new ArrayList<>();
    at(pointer).forEach(element -> values.add(text(element, member)));
    return values;
  }
}
