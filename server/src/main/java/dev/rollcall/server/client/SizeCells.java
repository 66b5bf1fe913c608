package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Sizes as cells of a table. */
final class SizeCells {
  /** What stands in the place of what is not told. */
  private static final String NOT_TOLD = "-";

  private SizeCells() {}

  /** How many users; only some may see it. */
  static String users(JsonNode size) {
    JsonNode users = size.path("size");
    return users.isNumber() ? String.format(Locale.ROOT, "%,d", users.asLong()) : NOT_TOLD;
  }

  /** Which part of the retailer's users; not told of few. */
  static String part(JsonNode size) {
    JsonNode part = size.path("relativeSize");
    return part.isNumber() ? String.format(Locale.ROOT, "%.4f%%", 100 * part.asDouble()) : NOT_TOLD;
  }

  static String ids(JsonNode ids) {
    return ids.valueStream().map(id -> id.asString("")).collect(Collectors.joining(" "));
  }

  /** Says which ids have no size, and why; whether there is any. */
  static boolean problems(Output output, JsonNode answer) {
    answer
        .path("errors")
        .forEach(problem ->
            output.say(
                problem.path("code").asString("") + ": " + problem.path("detail").asString("")));
    return !answer.path("errors").isEmpty();
  }
}
