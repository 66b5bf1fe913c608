package dev.rollcall.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AddRequestTest {
  @Test
  void a_request_can_be_sent_again_with_other_identifiers() {
    AddRequest request = new AddRequest("/lists/1", "token", Kind.EMAIL, 3);
    assertThat(identifiers(request, 0))
        .containsExactly(
            "shopper.000000000@example.com",
            "shopper.000000001@example.com",
            "shopper.000000002@example.com");
    assertThat(identifiers(request, 987_654_321))
        .containsExactly(
            Kind.EMAIL.of(987_654_321), Kind.EMAIL.of(987_654_322), Kind.EMAIL.of(987_654_323));
  }

  @Test
  void phone_numbers_are_written_as_they_are_named() {
    AddRequest request = new AddRequest("/lists/1", "token", Kind.PHONE, 1);
    assertThat(identifiers(request, 42))
        .containsExactly(Kind.PHONE.of(42))
        .containsExactly("+4915000000042");
  }

  private static java.util.List<String> identifiers(AddRequest request, long from) {
    String whole = StandardCharsets.US_ASCII.decode(request.of(from, place -> place)).toString();
    String[] parts = whole.split("\r\n\r\n", -1);
    assertThat(parts[0])
        .startsWith("POST /lists/1 HTTP/1.1")
        .endsWith("Content-Length: " + parts[1].length());
    JsonNode attributes = new JsonMapper().readTree(parts[1]).get("data").get("attributes");
    assertThat(attributes.get("operation").asString()).isEqualTo("add");
    return attributes.get("identifiers").valueStream().map(JsonNode::asString).toList();
  }
}
