package dev.rollcall.http.retailmedia;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Mutation;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner and the complete rules agree on every body that the scanner takes. */
class AmendmentScannerTest {
  private static final int ROUNDS = 10_000;

  private static final String[] IDENTIFIERS = {
    "\"john.doe@example.com\"",
    "\" John.Doe@Example.COM\\t\"",
    "\"jos\u00e9@example.com\"",
    "\"jos\\u00E9@example.com\"",
    "\"a\\/b\\\\c\\\"d\\b\\f\\n\\r\\t\"",
    "\"half \\ud83d\"",
    "\"\\ud83d\\ude00 \ud83d\ude00@x.de\"",
    "\"\\u00zz@example.com\"",
    "\"\\x\"",
    "\"tab\tinside\"",
    "\"delete\u007f\"",
    "\"" + "0123456789abcdef".repeat(4) + "\"",
    "\"+1 (555) 123-4567\"",
    "\"+15551234567\"",
    "\"\"",
    "\" \"",
    "\"\\\"",
    "\"" + "long ".repeat(60) + "\"",
    "\"" + "\ud83d\ude00".repeat(300) + "\"",
    "17",
    "-0",
    "1.10",
    "1e5",
    "1E+05",
    "-3.50e-2",
    "007",
    "1.",
    ".5",
    "+1",
    "-",
    "-null",
    "9007199254740993",
    "9".repeat(101),
    "9".repeat(1001),
    "null",
    "nul",
    "true",
    "false",
    "{}",
    "[]",
    "{\"a\":[1,{\"b\":null}],\"c\":\"\\u0041\"}",
    "[[[\"x\"]],]",
    "[".repeat(120) + "]".repeat(120),
    "\"6D92078A-8246-4BA4-AE5B-76104861E7DC\""
  };

  private static final String[] OTHERS = {
    "\"x\":1",
    "\"type\":\"t\"",
    "\"identifiers\":null",
    "\"operation\":null",
    "\"data\":{}",
    "\"attributes\":{\"operation\":\"remove\"}",
    "\"ide\\u006etifiers\":[\"escaped\"]",
    "\"operation\":\"REMOVE\"",
    "\"operation\":\"\\u0061dd\"",
    "\"identifierType\":null",
    "\"identifierType\":\"email\"",
    "\"identifierType\":\"Shoe\"",
    "\"y\":{\"identifiers\":[\"z\"]}"
  };

  private static final List<IdentifierType> TYPES = List.of(IdentifierType.values());

  private static final String[] SPACES = {"", "", "", "", "", "", " ", "\n", " \r\n\t "};

  private final AmendmentReader reader = new AmendmentReader();
  private final IdentifierTally tally = new IdentifierTally();

  private static byte[] body(Random random) {
    List<String> identifiers = new ArrayList<>();
    int usual = random.nextInt(2) == 0 ? IDENTIFIERS.length : 7;
    for (int i = random.nextInt(8); i > 0; i--)
      identifiers.add(
          random.nextInt(3) == 0
              ? IDENTIFIERS[random.nextInt(usual)]
              : "\"" + "a".repeat(random.nextInt(20)) + "@example" + i + ".com\"");
    List<String> attributes = new ArrayList<>();
    attributes.add("\"identifiers\":[" + String.join(",", identifiers) + "]");
    attributes.add("\"operation\":\"add\"");
    String text = object(random, "data", object(random, "attributes", members(random, attributes)));
    StringBuilder spaced = new StringBuilder(random.nextInt(20) == 0 ? "\ufeff" : "");
    for (String part : text.split("(?=[\\[\\]{},:])|(?<=[\\[\\]{},:])", -1))
      spaced.append(part).append(SPACES[random.nextInt(SPACES.length)]);
    return spaced.toString().getBytes(UTF_8);
  }

  private static String object(Random random, String name, String value) {
    return members(random, new ArrayList<>(List.of("\"" + name + "\":" + value)));
  }

  private static String members(Random random, List<String> members) {
    if (random.nextInt(4) == 0) members.add(OTHERS[random.nextInt(OTHERS.length)]);
    Collections.shuffle(members, random);
    return "{" + String.join(",", members) + "}";
  }

  /** All that is answered to a body, or how it is refused. */
  private static List<Object> outcome(AmendmentBody body) {
    return List.of(
        body.add(),
        body.valid(),
        body.invalid(),
        body.invalidSample(),
        Arrays.toString(Arrays.copyOf(body.digests(), 2 * body.valid())));
  }

  private Optional<List<Object>> scanned(byte[] body, int length, IdentifierType type) {
    tally.begin(type, length);
    return AmendmentScanner.scan(body, length, tally).map(AmendmentScannerTest::outcome);
  }

  private List<Object> ruled(byte[] body, int length, IdentifierType type) {
    try {
      return outcome(reader.readTokens(body, length, type));
    } catch (Refusal refusal) {
      return List.of(refusal.problem());
    }
  }

  @Test
  void whatTheScannerTakesIsWhatTheCompleteRulesTake() {
    int taken = 0;
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] body = body(random);
      Mutation mutation = new Mutation(random);
      for (int i = random.nextInt(5) / 3; i > 0; i--) body = mutation.of(body);
      int length = body.length;
      // What follows in a buffer that is larger than the body is none of its.
      if (random.nextBoolean()) body = Arrays.copyOf(body, length + random.nextInt(20));
      IdentifierType type = TYPES.get(random.nextInt(TYPES.size()));
      Optional<List<Object>> scanned = scanned(body, length, type);
      String what = "seed " + seed + ": " + new String(body, 0, length, UTF_8);
      List<Object> ruled = ruled(body, length, type);
      if (scanned.isPresent()) {
        taken++;
        assertThat(scanned.get()).as(what).isEqualTo(ruled);
      }
    }
    assertThat(taken).as("bodies that the scanner takes").isGreaterThan(ROUNDS / 4);
  }

  @Test
  void bodiesAsClientsWriteThemAreTaken() {
    checkTaken("['john.doe@example.com','jos\u00e9@example.com','jos\\u00e9@example.com']");
    checkTaken(
        "[ 'john.doe@example.com' ,\n\t'x' , null , 17 , -1.5e3, {'a':[true,'b']}, [] ]\r\n");
  }

  private void checkTaken(String identifiers) {
    String wanted = "'operation':'Add','identifiers':" + identifiers;
    for (String attributes : List.of(wanted, wanted + ",'identifierType':'email','x':{'y':[1]}"))
      for (String before : List.of("", "\ufeff", " \n"))
        checkTaken(before, "{'data':{'type':'x','attributes':{" + attributes + "},'id':7}}");
  }

  private void checkTaken(String before, String text) {
    byte[] body = (before + text.replace('\'', '"')).getBytes(UTF_8);
    assertThat(scanned(body, body.length, IdentifierType.EMAIL))
        .as(text)
        .contains(ruled(body, body.length, IdentifierType.EMAIL));
  }

  @Test
  void aBodyCutAnywhereIsDeclined() {
    byte[] body =
        "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[\"a\u00e9\\u00e9@example.com\",1.5e3]}}}"
            .getBytes(UTF_8);
    for (int length = 0; length < body.length; length++)
      assertThat(scanned(body, length, IdentifierType.EMAIL)).as("%d bytes", length).isEmpty();
    assertThat(scanned(body, body.length, IdentifierType.EMAIL)).isPresent();
  }
}
