package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.IdentifierType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the body of an add-remove request as a stream of tokens: each identifier becomes a digest
 * as it passes, and none is kept.
 *
 * <p>Not thread-safe: one request at a time.
 */
final class AmendmentReader {
  /** Invalid identifiers sent back as a sample, at most. */
  private static final int SAMPLE = 10;

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String IDENTIFIERS = "data.attributes.identifiers";
  private static final String IDENTIFIER_TYPE = "data.attributes.identifierType";
  private static final String OPERATION = "data.attributes.operation";

  private final Digester digester = new Digester();
  private byte[] utf8 = new byte[1024];

  private IdentifierType type = IdentifierType.EMAIL;
  private long[] digests = new long[0];
  private int valid;
  private int invalid;
  private boolean dataGiven;
  private boolean identifiersGiven;
  private @Nullable String operation;
  private final List<String> sample = new ArrayList<>();

  /**
   * Reads the whole body.
   *
   * @throws Refusal when it cannot be understood, has too many identifiers, or names another type
   *     than the list's
   */
  AmendmentBody read(byte[] body, IdentifierType listType) {
    begin(listType, body.length);
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (in.nextToken() == null)
        throw new Refusal(ProblemCode.INVALID_JSON.because("The body is empty"));
      if (in.currentToken() != JsonToken.VALUE_NULL) requireObject(in, "");
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        if (name.equals("data")) data(in);
        else in.skipChildren();
      }
      if (in.nextToken() != null)
        throw new Refusal(ProblemCode.INVALID_JSON.because("The body goes on after its end"));
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
    if (!dataGiven) throw required("data");
    return new AmendmentBody(add(), digestsGiven(), valid, invalid, sample);
  }

  private void begin(IdentifierType listType, int bytes) {
    type = listType;
    // No identifier and its quotes and comma are shorter than four bytes.
    digests = new long[2 * Math.min(ContactLists.MAX_IDENTIFIERS, Math.max(16, bytes / 8))];
    valid = 0;
    invalid = 0;
    dataGiven = false;
    identifiersGiven = false;
    operation = null;
    sample.clear();
  }

  private void data(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NULL) return;
    requireObject(in, "data");
    dataGiven = true;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("attributes")) attributes(in);
      else in.skipChildren();
    }
  }

  private void attributes(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NULL) return;
    requireObject(in, "data.attributes");
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken value = in.nextToken();
      switch (name) {
        case "identifiers" -> identifiers(in);
        case "operation" -> operation = name(in, value);
        case "identifierType" -> {
          String claimed = name(in, value);
          if (claimed != null) checkType(claimed);
        }
        default -> {}
      }
      in.skipChildren();
    }
  }

  /** A name that the API gave something; null when it is null, and no name at all otherwise. */
  private static @Nullable String name(JsonParser in, JsonToken value) {
    return switch (value) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> in.getString();
      default -> "";
    };
  }

  private void checkType(String name) {
    IdentifierType claimed =
        IdentifierType.parse(name)
            .orElseThrow(
                () -> invalidValue(IDENTIFIER_TYPE, "must be one of " + Entities.IDENTIFIER_TYPES));
    if (claimed != type) {
      String detail =
          "The list holds identifiers of type " + type.wireName() + ", not " + claimed.wireName();
      throw new Refusal(ProblemCode.IDENTIFIER_TYPE_MISMATCH.at(place(IDENTIFIER_TYPE), detail));
    }
  }

  private void identifiers(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NULL) return;
    if (in.currentToken() != JsonToken.START_ARRAY)
      throw invalidValue(IDENTIFIERS, "must be an array");
    identifiersGiven = true;
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (valid + invalid == ContactLists.MAX_IDENTIFIERS) throw tooMany();
      switch (token) {
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> identifier(in);
        default -> {
          in.skipChildren();
          refuse(token == JsonToken.VALUE_NULL ? "null" : "");
        }
      }
    }
  }

  private void identifier(JsonParser in) {
    if (2 * valid == digests.length)
      digests = Arrays.copyOf(digests, 2 * Math.max(16, digests.length));
    char[] chars = in.getStringCharacters();
    int from = in.getStringOffset();
    int length = in.getStringLength();
    if (utf8.length < length) utf8 = new byte[2 * length];
    int seen = 0;
    for (int i = 0; i < length; i++) {
      char c = chars[from + i];
      seen |= c;
      utf8[i] = (byte) c;
    }
    boolean good =
        seen < 0x80
            ? digester.digest(type, utf8, 0, length, digests, 2 * valid) == null
            : digester.digest(type, new String(chars, from, length), digests, 2 * valid) == null;
    if (good) valid++;
    else refuse(new String(chars, from, length));
  }

  private void refuse(String raw) {
    invalid++;
    if (sample.size() < SAMPLE) sample.add(raw);
  }

  private boolean add() {
    if (operation == null) throw required(OPERATION);
    return switch (operation.toLowerCase(Locale.ROOT)) {
      case "add" -> true;
      case "remove" -> false;
      default -> throw invalidValue(OPERATION, "must be add or remove");
    };
  }

  private long[] digestsGiven() {
    if (!identifiersGiven) throw required(IDENTIFIERS);
    if (valid + invalid == 0)
      throw invalidValue(
          IDENTIFIERS, "must have 1 to " + ContactLists.MAX_IDENTIFIERS + " elements");
    long[] given = digests;
    digests = new long[0];
    Arrays.fill(utf8, (byte) 0);
    return given;
  }

  private static Refusal tooMany() {
    String detail =
        "At most "
            + ContactLists.MAX_IDENTIFIERS
            + " identifiers are allowed in one request; nothing was applied";
    return new Refusal(ProblemCode.IDENTIFIERS_LIMIT_EXCEEDED.at(place(IDENTIFIERS), detail));
  }

  private static Refusal required(String member) {
    return new Refusal(ProblemCode.REQUIRED_FIELD.at(place(member), member + " is required"));
  }

  private static Refusal invalidValue(String member, String rule) {
    String what = member.isEmpty() ? "The body" : member;
    return new Refusal(ProblemCode.INVALID_VALUE.at(place(member), what + " " + rule));
  }

  /** A member as problems point to it. */
  private static String place(String member) {
    return member.isEmpty() ? "" : "@" + member.replace('.', '/');
  }

  private static void requireObject(JsonParser in, String member) {
    if (in.currentToken() != JsonToken.START_OBJECT)
      throw invalidValue(member, "must be an object");
  }
}
