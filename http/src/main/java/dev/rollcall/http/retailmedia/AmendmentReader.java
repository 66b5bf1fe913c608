package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the body of an add-remove request: each identifier becomes a digest as it passes, and none
 * is kept. Nearly all bodies are read by {@link AmendmentScanner}; what that declines is read here
 * as a stream of tokens, which finds out what is wrong and where.
 *
 * <p>Not thread-safe: one request at a time.
 */
final class AmendmentReader {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String IDENTIFIERS = "data.attributes.identifiers";
  private static final String IDENTIFIER_TYPE = "data.attributes.identifierType";
  private static final String OPERATION = "data.attributes.operation";

  private final IdentifierTally tally = new IdentifierTally();
  private boolean dataGiven;
  private boolean attributesGiven;
  private boolean identifiersGiven;
  private @Nullable String operation;

  /**
   * Reads {@code body[0, length)} to its end.
   *
   * @throws Refusal when it cannot be understood, has too many identifiers, or names another type
   *     than the list's
   */
  AmendmentBody read(byte[] body, int length, IdentifierType listType) {
    tally.begin(listType, length);
    return AmendmentScanner.scan(body, length, tally)
        .orElseGet(() -> readTokens(body, length, listType));
  }

  /** Reads any body by the complete rules. */
  AmendmentBody readTokens(byte[] body, int length, IdentifierType listType) {
    tally.begin(listType, length);
    dataGiven = false;
    attributesGiven = false;
    identifiersGiven = false;
    operation = null;
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), body, 0, length)) {
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
    return amendment();
  }

  private void data(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NULL) return;
    requireObject(in, "data");
    if (dataGiven) throw twice("data");
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
    if (attributesGiven) throw twice("data.attributes");
    attributesGiven = true;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken value = in.nextToken();
      switch (name) {
        case "identifiers" -> identifiers(in);
        case "operation" -> {
          if (operation != null) throw twice(OPERATION);
          operation = name(in, value);
        }
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
    if (claimed != tally.type()) {
      String detail =
          "The list holds identifiers of type "
              + tally.type().wireName()
              + ", not "
              + claimed.wireName();
      throw new Refusal(ProblemCode.IDENTIFIER_TYPE_MISMATCH.at(place(IDENTIFIER_TYPE), detail));
    }
  }

  private void identifiers(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NULL) return;
    if (in.currentToken() != JsonToken.START_ARRAY)
      throw invalidValue(IDENTIFIERS, "must be an array");
    if (identifiersGiven) throw twice(IDENTIFIERS);
    identifiersGiven = true;
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (tally.size() == ContactLists.MAX_IDENTIFIERS) throw tooMany();
      switch (token) {
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tally.take(in.getString());
        default -> {
          in.skipChildren();
          tally.refuse(token == JsonToken.VALUE_NULL ? "null" : "");
        }
      }
    }
  }

  private AmendmentBody amendment() {
    if (operation == null) throw required(OPERATION);
    boolean add =
        add(operation).orElseThrow(() -> invalidValue(OPERATION, "must be add or remove"));
    if (!identifiersGiven) throw required(IDENTIFIERS);
    if (tally.size() == 0)
      throw invalidValue(
          IDENTIFIERS, "must have 1 to " + ContactLists.MAX_IDENTIFIERS + " elements");
    return tally.amendment(add);
  }

  /** Whether an operation's name is that of adding, in any case; empty when it is of neither. */
  static Optional<Boolean> add(String operation) {
    return switch (operation.toLowerCase(Locale.ROOT)) {
      case "add" -> Optional.of(true);
      case "remove" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Of two members of one name, readers differ in which they believe. */
  private static Refusal twice(String member) {
    return new Refusal(ProblemCode.INVALID_JSON.at(place(member), member + " is there twice"));
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
