package dev.rollcall.server.client;

import tools.jackson.databind.JsonNode;

/** A server's refusal as one line. */
final class Problems {
  private Problems() {}

  static String line(int status, JsonNode answer) {
    JsonNode problem = answer.path("errors").path(0);
    if (problem.isMissingNode()) return "the server answered with status " + status;
    String detail = problem.path("detail").asString("");
    return problem.path("code").asString("status " + status)
        + ": "
        + (detail.isEmpty() ? problem.path("title").asString("") : detail);
  }
}
