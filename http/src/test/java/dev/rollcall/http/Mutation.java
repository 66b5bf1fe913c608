package dev.rollcall.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Damages bodies at random: the bytes of any, the values of those that are JSON. */
public final class Mutation {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What clients send by mistake, and what they send to see what happens. */
  private static final List<JsonNode> ODDITIES =
      List.of(
              "null",
              "true",
              "{}",
              "[]",
              "[null]",
              "[[[[[[[[]]]]]]]]",
              "{\"value\":{\"value\":[]}}",
              "\"\"",
              "\" \"",
              "\"\\u0000\"",
              "\"\\ud800\"",
              "\"\\udc00\\ud800\"",
              "\"+999999999-01-01T00:00:00Z\"",
              "\"" + "x".repeat(2_000) + "\"",
              "-1",
              "0",
              "1.5",
              "1e999",
              "-0.0",
              "9223372036854775807",
              "9223372036854775808",
              "9".repeat(500))
          .stream()
          .map(MAPPER::readTree)
          .toList();

  private final Random random;

  public Mutation(Random random) {
    this.random = random;
  }

  public byte[] of(byte[] body) {
    return random.nextInt(5) == 0 ? bytes(body) : values(body);
  }

  /** Flips, drops, repeats or cuts. */
  private byte[] bytes(byte[] body) {
    if (body.length == 0) return new byte[] {(byte) random.nextInt()};
    byte[] damaged = body.clone();
    int at = random.nextInt(body.length);
    int length = Math.min(1 + random.nextInt(12), body.length - at);
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] = (byte) random.nextInt();
      case 1 -> damaged = spliced(body, at, at + length);
      case 2 -> damaged = spliced(body, at + length, at);
      default -> damaged = spliced(body, at, body.length);
    }
    return damaged;
  }

  /** What is before the first place, and then what is from the second on. */
  private static byte[] spliced(byte[] body, int until, int from) {
    byte[] result = new byte[until + body.length - from];
    System.arraycopy(body, 0, result, 0, until);
    System.arraycopy(body, from, result, until, body.length - from);
    return result;
  }

  /** Puts something odd, or another part of the body, in the place of one value; or drops it. */
  private byte[] values(byte[] body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException damagedBefore) {
      return bytes(body);
    }
    List<JsonNode> all = new ArrayList<>();
    collect(root, all);
    List<JsonNode> containers = all.stream().filter(node -> !node.isEmpty()).toList();
    if (containers.isEmpty()) return bytes(body);
    JsonNode value = (random.nextInt(4) == 0 ? any(all) : any(ODDITIES)).deepCopy();
    switch (any(containers)) {
      case ObjectNode object -> {
        String name = any(List.copyOf(object.propertyNames()));
        if (random.nextInt(5) == 0) object.remove(name);
        else object.set(name, value);
      }
      case ArrayNode array -> array.set(random.nextInt(array.size()), value);
      default -> throw new IllegalStateException("only objects and arrays contain");
    }
    return MAPPER.writeValueAsBytes(root);
  }

  private static void collect(JsonNode node, List<JsonNode> all) {
    all.add(node);
    node.forEach(child -> collect(child, all));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
