package dev.rollcall.http;

import dev.rollcall.contract.published.PublishedDocuments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request and its answer, as they went over the wire.
 *
 * @param sent the body as sent
 */
@SuppressWarnings("ArrayRecordComponent") // Looked at once, and never compared.
record Exchange(Request request, byte[] sent, Response response) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** The body of the answer, when that is JSON. */
  JsonNode answer() {
    return MAPPER.readTree(response.body());
  }

  boolean answersJson() {
    return response.header("content-type").filter("application/json"::equals).isPresent()
        && response.body().length > 0;
  }

  /** Holds the answer to the published document of its version. */
  void hold(PublishedDocuments published) {
    published.check(request.method(), request.path(), response.status(), response.body());
  }

  /** The body of the request as JSON. */
  JsonNode question() {
    return MAPPER.readTree(sent);
  }

  /** The method; HEAD is answered as GET is. */
  String method() {
    return request.method();
  }

  @Override
  public String toString() {
    return request.method() + " " + request.path() + " -> " + response.status();
  }
}
