package dev.rollcall.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.audience.Change;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JsonValueTest {
  private static JsonValue read(String json) {
    return Json.read(
        new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static void check(String json, Function<JsonValue, ?> read, Object expected) {
    assertThat(read.apply(read(json).at("a"))).isEqualTo(expected);
  }

  private static void refuses(
      String json, Function<JsonValue, ?> read, String code, String detail) {
    Problem problem = catchThrowableOfType(Refusal.class, () -> read.apply(read(json))).problem();
    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem.detail()).isEqualTo(detail);
  }

  @Test
  void idsAreStringsOrNumbersAndExactBeyondDoubles() {
    check("{'a':'9007199254740993'}", JsonValue::id, 9007199254740993L);
    check("{'a':9007199254740993}", JsonValue::id, 9007199254740993L);
    check("{'a':9223372036854775807}", JsonValue::id, Long.MAX_VALUE);
    check("{'a':9223372036854775808}", JsonValue::id, JsonValue.UNKNOWN_ID);
    check("{'a':'9223372036854775808'}", JsonValue::id, JsonValue.UNKNOWN_ID);
    check("{'a':-5}", JsonValue::id, JsonValue.UNKNOWN_ID);
    check("{'a':1.5}", JsonValue::id, JsonValue.UNKNOWN_ID);
    check("{'a':'seven'}", JsonValue::id, JsonValue.UNKNOWN_ID);
    refuses("{'a':{}}", body -> body.at("a").id(), "invalid-value", "a must be an id");
  }

  @Test
  void absentMembersAreWalkedThroughAndRefusedWhenRead() {
    refuses(
        "{}",
        body -> body.at("data").at("attributes").at("name").string(),
        "required-field",
        "data.attributes.name is required");
    refuses("{'data':null}", body -> body.at("data").items(), "required-field", "data is required");
    check("{'a':null}", JsonValue::optional, Optional.empty());
    check("{'a':null}", JsonValue::missing, false);
  }

  @Test
  void valuesOfAnotherKindAreRefusedWithTheirPlaceAndWithoutTheirValue() {
    refuses(
        "{'data':[{'name':'x'},{'name':3}]}",
        body -> body.at("data").items().get(1).at("name").string(),
        "invalid-value",
        "data[1].name must be a string");
    refuses(
        "{'data':'secret'}",
        body -> body.at("data").at("name"),
        "invalid-value",
        "data must be an object");
    refuses(
        "{'data':{}}", body -> body.at("data").items(), "invalid-value", "data must be an array");
    refuses("[]", body -> body.at("data"), "invalid-value", "The body must be an object");
    refuses(
        "{'n':2147483648}",
        body -> body.at("n").integer(),
        "invalid-value",
        "n must be a whole number");
    refuses(
        "{'t':'noon'}",
        body -> body.at("t").instant(),
        "invalid-value",
        "t must be a time such as 2030-01-01T12:00:00Z");
  }

  @Test
  void aPlaceIsAlsoAnInstance() {
    Problem problem =
        catchThrowableOfType(
                Refusal.class,
                () -> read("{'data':[{}]}").at("data").items().getFirst().at("b").string())
            .problem();
    assertThat(problem.instance()).isEqualTo("@data/0/b");
  }

  @Test
  void numbersTimesAndTruthsAreRead() {
    check("{'a':'12'}", JsonValue::integer, 12);
    check("{'a':12}", JsonValue::integer, 12);
    check("{'a':true}", JsonValue::bool, true);
    check(
        "{'a':'2030-01-01T13:00:00+01:00'}",
        JsonValue::instant,
        Instant.parse("2030-01-01T12:00:00Z"));
  }

  @Test
  void aNillableTextKeepsSetsOrClears() {
    check("{}", JsonValue::nillable, Change.keep());
    check("{'a':null}", JsonValue::nillable, Change.keep());
    check("{'a':{'value':'x'}}", JsonValue::nillable, Change.set(Optional.of("x")));
    check("{'a':{'value':null}}", JsonValue::nillable, Change.set(Optional.empty()));
    check("{'a':{}}", JsonValue::nillable, Change.set(Optional.empty()));
  }

  @Test
  void bodiesThatAreNotOneJsonDocumentAreRefusedByPlaceAlone() {
    refusesToRead("{'a':\n'b' ?", "The body is not valid JSON at line 2, column 5");
    refusesToRead("{} {}", "The body is not valid JSON at line 1, column 4");
    refusesToRead("", "The body is empty");
    refusesToRead("john@example.com", "The body is not valid JSON at line 1, column 1");
  }

  @Test
  void bodiesOfCountlessValuesAreRefusedBeforeTheyFillTheMemory() {
    assertThat(read("[" + "{},".repeat(400_000) + "{}]").items()).hasSize(400_001);
    assertThat(
            catchThrowableOfType(Refusal.class, () -> read("[" + "{},".repeat(600_000) + "{}]"))
                .problem()
                .code())
        .isEqualTo(ProblemCode.INVALID_JSON);
  }

  private static void refusesToRead(String json, String detail) {
    assertThat(catchThrowableOfType(Refusal.class, () -> read(json)).problem().detail())
        .isEqualTo(detail);
  }
}
