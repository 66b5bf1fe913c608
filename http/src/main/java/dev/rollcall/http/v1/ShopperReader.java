package dev.rollcall.http.v1;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.InvalidIdentifier;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Reads whom a lookup asks about, turning each identifier into its digest. Safe for many threads.
 */
final class ShopperReader {
  /** Identifiers of one shopper, at most. */
  private static final int MAX_IDENTIFIERS = 100;

  /** Digesters not at work; as many come to be as lookups ran at once. */
  private final Queue<Digester> idle = new ConcurrentLinkedQueue<>();

  /**
   * Reads {@code attributes.identifiers} of one shopper.
   *
   * @throws Refusal when there are none, too many, or one is not an identifier
   */
  List<Identifier> read(JsonValue shopper) {
    JsonValue given = shopper.at("attributes").at("identifiers");
    List<JsonValue> items = given.items();
    if (items.isEmpty() || items.size() > MAX_IDENTIFIERS)
      throw given.notA("1 to " + MAX_IDENTIFIERS + " identifiers");
    return digesting(digester -> items.stream().map(item -> identifier(digester, item)).toList());
  }

  /**
   * Reads one identifier, an object with {@code type} and {@code value}.
   *
   * @throws Refusal when it is none
   */
  Identifier identifier(JsonValue given) {
    return digesting(digester -> identifier(digester, given.required()));
  }

  private <T> T digesting(Function<Digester, T> work) {
    Digester taken = idle.poll();
    Digester digester = taken == null ? new Digester() : taken;
    try {
      return work.apply(digester);
    } finally {
      idle.add(digester);
    }
  }

  private static Identifier identifier(Digester digester, JsonValue item) {
    JsonValue named = item.at("type");
    IdentifierType type =
        IdentifierType.parse(named.string()).orElseThrow(() -> named.notA("an identifier type"));
    long[] digest = new long[2];
    JsonValue value = item.at("value");
    InvalidIdentifier invalid = digester.digest(type, value.text(), digest, 0);
    if (invalid != null)
      throw value.refusal(
          ProblemCode.INVALID_VALUE, "is no " + type.wireName() + ". " + invalid.remedy());
    return new Identifier(type, digest[0], digest[1]);
  }
}
