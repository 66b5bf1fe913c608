package dev.rollcall.http.json;

import dev.rollcall.audience.Change;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A value in a request's body, which knows where it stands there.
 *
 * <p>An absent member can be walked through; reading it refuses with {@code required-field}. A null
 * is as good as absent. A value of another kind than the one read refuses with {@code
 * invalid-value}. Both name the place, such as {@code data[0].attributes.name}, and never the
 * value.
 */
public final class JsonValue {
  /** The id that no entity has: what an id that cannot be read is taken for. */
  public static final long UNKNOWN_ID = 0;

  /** Digits of the greatest int64. */
  private static final int MAX_DIGITS = 19;

  private static final int MAX_YEAR = 9999;
  private static final BigInteger MAX_ID = BigInteger.valueOf(Long.MAX_VALUE);

  /** What this is a part of; null for the whole body. The path is spelled out when it is told. */
  private final @Nullable JsonValue whole;

  /** The name of a member; empty for an element. */
  private final String name;

  private final int index;
  private final JsonNode node;

  JsonValue(JsonNode body) {
    this(null, "", 0, body);
  }

  private JsonValue(@Nullable JsonValue whole, String name, int index, JsonNode node) {
    this.whole = whole;
    this.name = name;
    this.index = index;
    this.node = node;
  }

  private String path() {
    if (whole == null) return "";
    String before = whole.path();
    if (name.isEmpty()) return before + "[" + index + "]";
    return before.isEmpty() ? name : before + "." + name;
  }

  /** The member of that name, which may be absent. */
  public JsonValue at(String name) {
    if (absent()) return new JsonValue(this, name, 0, MissingNode.getInstance());
    if (!node.isObject()) throw notA("an object");
    return new JsonValue(this, name, 0, node.path(name));
  }

  /** Whether there is nothing here, or null. */
  public boolean absent() {
    return node.isMissingNode() || node.isNull();
  }

  /** Whether the member was left out altogether: unlike {@link #absent}, null is not enough. */
  public boolean missing() {
    return node.isMissingNode();
  }

  /** This value, unless it is absent. */
  public Optional<JsonValue> optional() {
    return absent() ? Optional.empty() : Optional.of(this);
  }

  /** This value, which must not be absent. */
  public JsonValue required() {
    present();
    return this;
  }

  /** The elements of an array. */
  public List<JsonValue> items() {
    if (!present().isArray()) throw notA("an array");
    List<JsonValue> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) items.add(new JsonValue(this, "", i, node.get(i)));
    return items;
  }

  /**
   * Reads each element of an array on its own, for a bulk request: one that is refused leaves the
   * others as they are.
   */
  public <D> List<Outcome<D>> drafts(Function<JsonValue, D> read) {
    List<Outcome<D>> drafts = new ArrayList<>();
    for (JsonValue item : items()) drafts.add(item.attempt(read));
    return drafts;
  }

  private <D> Outcome<D> attempt(Function<JsonValue, D> read) {
    try {
      return Outcome.done(read.apply(this));
    } catch (Refusal refusal) {
      return Outcome.refused(refusal.problem());
    }
  }

  public String string() {
    if (!present().isString()) throw notA("a string");
    return node.stringValue();
  }

  /** A text, or a number as it is written: some clients send identifiers so. */
  public String text() {
    return present().isNumber() ? node.asString() : string();
  }

  public boolean isArray() {
    return node.isArray();
  }

  public boolean isObject() {
    return node.isObject();
  }

  /** An id, written as a string or as a number; {@link #UNKNOWN_ID} when no entity can have it. */
  public long id() {
    if (present().isString()) return parseId(node.stringValue().strip());
    if (!node.isNumber()) throw notA("an id");
    if (!node.isIntegralNumber()) return UNKNOWN_ID;
    return node.bigIntegerValue().signum() < 0 || node.bigIntegerValue().compareTo(MAX_ID) > 0
        ? UNKNOWN_ID
        : node.longValue();
  }

  /** Reads an id written in digits; {@link #UNKNOWN_ID} when no entity can have it. */
  public static long parseId(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) return UNKNOWN_ID;
    long id = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) return UNKNOWN_ID;
      id = 10 * id + digit;
    }
    return id < 0
        ? UNKNOWN_ID
        : id; // nineteen nines are less than 2^64, so beyond int64 is below 0
  }

  /** A whole number of the int32 range, written as a number or in digits. */
  public int integer() {
    try {
      if (present().isString()) return Integer.parseInt(node.stringValue().strip());
    } catch (NumberFormatException e) {
      throw notA("a whole number");
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) throw notA("a whole number");
    return node.intValue();
  }

  /** A number that a double holds. */
  public double number() {
    if (!present().isNumber() || !Double.isFinite(node.doubleValue())) throw notA("a number");
    return node.doubleValue();
  }

  public boolean bool() {
    if (!present().isBoolean()) throw notA("true or false");
    return node.booleanValue();
  }

  /** A time with an offset from UTC, in a year of four digits: no store keeps all of Java's. */
  public Instant instant() {
    try {
      OffsetDateTime time = OffsetDateTime.parse(string()).withOffsetSameInstant(ZoneOffset.UTC);
      if (time.getYear() >= 1 && time.getYear() <= MAX_YEAR) return time.toInstant();
    } catch (DateTimeException e) {
      // Refused below, like a year out of bounds.
    }
    throw notA("a time such as 2030-01-01T12:00:00Z");
  }

  public Set<Long> ids() {
    Set<Long> ids = new LinkedHashSet<>();
    for (JsonValue item : items()) ids.add(item.id());
    return ids;
  }

  /** Names to find by, trimmed as names are when they are given. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (JsonValue item : items()) names.add(item.string().strip());
    return names;
  }

  /**
   * A nillable text of a partial update: absent or null keeps, {@code {"value":"x"}} sets, {@code
   * {"value":null}} and {@code {}} clear.
   */
  public Change<Optional<String>> nillable() {
    if (absent()) return Change.keep();
    return Change.set(at("value").optional().map(JsonValue::string));
  }

  /**
   * A refusal that says this value must be something else: {@code "an array"}, {@code "one of a,
   * b"}.
   */
  public Refusal notA(String expected) {
    return refusal(ProblemCode.INVALID_VALUE, "must be " + expected);
  }

  /** A refusal that says of this value which rule it breaks. */
  public Refusal refusal(ProblemCode code, String rule) {
    return new Refusal(problem(code, (whole == null ? "The body" : path()) + " " + rule));
  }

  /** A problem at this place. */
  public Problem problem(ProblemCode code, String detail) {
    String place = path().replace('.', '/').replace('[', '/').replace("]", "");
    return code.at(whole == null ? "" : "@" + place, detail);
  }

  private JsonNode present() {
    if (absent()) throw new Refusal(problem(ProblemCode.REQUIRED_FIELD, path() + " is required"));
    return node;
  }

  /** The place, never what is there: that may be a raw identifier. */
  @Override
  public String toString() {
    return "JsonValue[" + path() + "]";
  }
}
