package dev.rollcall.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The complete rules, and the law that the fast rules never disagree with them. */
class CanonicalFormTest {
  private static final String[] SEEDS = {
    "john.doe@gmail.com",
    "a@b.co",
    "JOHN.DOE+list@Mail.Example.co.uk",
    "a.long.name.of.somebody.with.many.parts@department.of.example.com",
    "Jos\u00e9@ex\u00e4mple.de",
    "e13743a7f1db7f4246badd6fd6ff54ff",
    "375320dd9ae7ed408002f3768e16cb5f28c861062fd50dff9a3bff62e9dce4ef",
    "d41d8cd98f00b204e9800998ecf8427e",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "+1 (234) 567-8910",
    "+4915112345678",
    "6D92078A-8246-4BA4-AE5B-76104861E7DC",
    "customer 0042",
    "x".repeat(256),
    "x".repeat(245) + "@b.co.uk",
  };

  private static final String[] PIECES = {
    "@",
    ".",
    "..",
    " ",
    "\t",
    "\0",
    "\u007f",
    "-",
    "+",
    "0",
    "9",
    "A",
    "Z",
    "[",
    "`",
    "a",
    "f",
    "g",
    "z",
    "{",
    "/",
    "(",
    "\u00a0",
    "\u0085",
    "\u2003",
    "\u200b",
    "\u00e9",
    "\u0130",
    "\u03a3",
    "\uff20",
    "\ud83d\ude00",
    "\u0661"
  };

  private static final Set<String> OF_NOTHING =
      Set.of(Digests.head(Digests.sha256("")), Digests.head(Digests.sha256(Digests.md5(""))));

  private static byte[] mutated(Random random) {
    StringBuilder value = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(value.length() + 1);
      int end = Math.min(value.length(), at + random.nextInt(3));
      value.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] utf8 = value.toString().getBytes(UTF_8);
    if (random.nextInt(20) == 0 && utf8.length > 0) {
      utf8[random.nextInt(utf8.length)] = (byte) random.nextInt(256);
    }
    return utf8;
  }

  /** What the digester has to answer, by the complete rules alone. */
  private static String byTheRules(IdentifierType type, byte[] utf8) {
    String digest;
    try {
      String value = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      switch (CanonicalForm.of(type, value)) {
        case CanonicalForm.Invalid(InvalidIdentifier why) -> {
          return why.toString();
        }
        case CanonicalForm.Hashed(long hi, long lo) -> digest = Digests.hex(new long[] {hi, lo}, 0);
        case CanonicalForm.Text(byte[] text) -> digest = Digests.head(Digests.sha256(text));
      }
    } catch (CharacterCodingException e) {
      return InvalidIdentifier.NOT_UTF8.toString();
    }
    boolean hashable = type == IdentifierType.EMAIL || type == IdentifierType.PHONE_NUMBER;
    return hashable && OF_NOTHING.contains(digest)
        ? InvalidIdentifier.HASH_OF_NOTHING.toString()
        : digest;
  }

  @Test
  void the_fast_rules_agree_with_the_complete_ones() {
    Digester digester = new Digester();
    int valid = 0;
    for (int seed = 0; seed < 25_000; seed++) {
      Random random = new Random(seed);
      byte[] utf8 = mutated(random);
      IdentifierType type = IdentifierType.ofCode(1 + random.nextInt(5));
      int from = random.nextInt(9);
      byte[] body = new byte[from + utf8.length + random.nextInt(9)];
      random.nextBytes(body);
      System.arraycopy(utf8, 0, body, from, utf8.length);

      long[] out = new long[2];
      InvalidIdentifier why = digester.digest(type, body, from, from + utf8.length, out, 0);
      valid += why == null ? 1 : 0;
      String answer = why == null ? Digests.hex(out, 0) : why.toString();
      String expected = byTheRules(type, utf8);
      if (!answer.equals(expected)) {
        String hex = HexFormat.of().formatHex(utf8);
        fail("seed %d, %s %s: %s, but by the rules %s", seed, type, hex, answer, expected);
      }
    }
    assertThat(valid).isBetween(5_000, 20_000);
  }

  @Test
  void bytes_and_strings_have_the_same_digests() {
    Digester digester = new Digester();
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String value = new String(mutated(random), UTF_8);
      byte[] utf8 = value.getBytes(UTF_8);
      IdentifierType type = IdentifierType.ofCode(1 + random.nextInt(5));
      long[] ofBytes = new long[2];
      InvalidIdentifier why = digester.digest(type, utf8, 0, utf8.length, ofBytes, 0);
      Object expected = why == null ? Digests.hex(ofBytes, 0) : why;
      assertThat(Digests.of(type, value)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void white_space_is_what_unicode_says_it_is() {
    Predicate<String> whiteSpace = Pattern.compile("\\p{IsWhite_Space}").asMatchPredicate();
    int[] disputed =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(
                c -> CanonicalForm.Rules.isWhiteSpace(c) != whiteSpace.test(Character.toString(c)))
            .toArray();
    assertThat(disputed).isEmpty();
  }

  @Test
  void the_text_of_a_form_hides_the_value() {
    assertThat(CanonicalForm.of(IdentifierType.CUSTOMER_ID, "customer-42"))
        .hasToString("Text[hidden]");
  }
}
