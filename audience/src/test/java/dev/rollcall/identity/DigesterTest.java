package dev.rollcall.identity;

import static dev.rollcall.identity.Digests.head;
import static dev.rollcall.identity.Digests.hex;
import static dev.rollcall.identity.Digests.md5;
import static dev.rollcall.identity.Digests.sha256;
import static dev.rollcall.identity.IdentifierType.CUSTOMER_ID;
import static dev.rollcall.identity.IdentifierType.EMAIL;
import static dev.rollcall.identity.IdentifierType.IDENTITY_LINK;
import static dev.rollcall.identity.IdentifierType.PHONE_NUMBER;
import static dev.rollcall.identity.IdentifierType.USER_IDENTIFIER;
import static dev.rollcall.identity.InvalidIdentifier.BLANK;
import static dev.rollcall.identity.InvalidIdentifier.HASH_OF_NOTHING;
import static dev.rollcall.identity.InvalidIdentifier.NOT_AN_EMAIL;
import static dev.rollcall.identity.InvalidIdentifier.NOT_A_PHONE_NUMBER;
import static dev.rollcall.identity.InvalidIdentifier.NOT_UTF8;
import static dev.rollcall.identity.InvalidIdentifier.TOO_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DigesterTest {
  private static final String ADDRESS = "john.doe@gmail.com";
  private static final String MD5 = "e13743a7f1db7f4246badd6fd6ff54ff";
  private static final String SHA_256 =
      "375320dd9ae7ed408002f3768e16cb5f28c861062fd50dff9a3bff62e9dce4ef";
  private static final String SHA_256_OF_MD5 =
      "000e3171a5110c35c69d060112bd0ba55d9631c7c2ec93f1840e4570095b263a";
  private static final String PHONE_SHA_256 =
      "63640264849a87c90356129d99ea165e37aa5fabc1fea46906df1a7ca50db492";

  /** Each value has the digest that is the SHA-256 of the canonical text. */
  private static void check(IdentifierType type, String canonical, String... values) {
    for (String value : values) {
      assertThat(Digests.of(type, value)).as(value).isEqualTo(head(sha256(canonical)));
    }
  }

  private static void check(IdentifierType type, InvalidIdentifier why, String... values) {
    for (String value : values) {
      assertThat(Digests.of(type, value)).as(value).isEqualTo(why);
    }
  }

  @Test
  void the_published_vectors_of_an_address_hold() {
    assertThat(Digests.of(EMAIL, ADDRESS)).isEqualTo(head(SHA_256));
    assertThat(Digests.of(EMAIL, SHA_256)).isEqualTo(head(SHA_256));
    assertThat(Digests.of(EMAIL, MD5)).isEqualTo(head(SHA_256_OF_MD5));
    assertThat(Digests.of(EMAIL, SHA_256_OF_MD5)).isEqualTo(head(SHA_256_OF_MD5));
  }

  @Test
  void the_published_vector_of_a_phone_number_holds() {
    assertThat(Digests.of(PHONE_NUMBER, "+1 234 567 8910")).isEqualTo(head(PHONE_SHA_256));
    assertThat(Digests.of(PHONE_NUMBER, PHONE_SHA_256)).isEqualTo(head(PHONE_SHA_256));
  }

  @Test
  void addresses_are_trimmed_and_lower_cased() {
    check(EMAIL, ADDRESS, ADDRESS, "John.Doe@GMAIL.com", "\t" + ADDRESS + " \r\n");
    check(EMAIL, ADDRESS, "\u00a0" + ADDRESS + "\u2003\u3000");
    check(EMAIL, "a@b.co", "a@b.co", "A@B.CO");
    check(EMAIL, "o'hara+x@mail.example.co.uk", "O'Hara+x@mail.example.co.uk");
    check(EMAIL, "..@b.co", "..@b.co");
    check(EMAIL, "jos\u00e9@ex\u00e4mple.de", "JOS\u00c9@EX\u00c4MPLE.DE ");
    check(EMAIL, "i\u0307@x.de", "\u0130@x.de");
    String longest = "a".repeat(242) + "@example.com";
    check(EMAIL, longest, longest, longest.toUpperCase(Locale.ROOT));
    String longestWide = "\ud83d\ude00".repeat(242) + "@example.com";
    check(EMAIL, longestWide, longestWide);
  }

  @Test
  void an_address_is_lower_cased_alike_in_every_language() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("tr"));
    try {
      check(EMAIL, "i\u00e9@mail.it", "I\u00c9@MAIL.IT");
      assertThat(IdentifierType.parse("EMAIL")).contains(EMAIL);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void hashes_are_read_in_either_case() {
    assertThat(Digests.of(EMAIL, " " + SHA_256.toUpperCase(Locale.ROOT))).isEqualTo(head(SHA_256));
    assertThat(Digests.of(EMAIL, MD5.toUpperCase(Locale.ROOT) + "\u00a0"))
        .isEqualTo(head(SHA_256_OF_MD5));
  }

  @Test
  void what_does_not_look_like_an_address_is_refused() {
    check(EMAIL, BLANK, "", " ", "\t\r\n", "\u00a0\u2028");
    check(EMAIL, NOT_AN_EMAIL, "john.doe", "@", "a@", "@b.co", "a@b", "a@b.", "a@.b.co", "a@b..co");
    check(EMAIL, NOT_AN_EMAIL, "john.doe@gmail", "john.doe@gmail.", "john.doe@.com", "@gmail.com");
    check(EMAIL, NOT_AN_EMAIL, "john@doe@gmail.com", "john.doe@gmail..com", "john.doe@gmail.com.");
    check(
        EMAIL, NOT_AN_EMAIL, "john doe@gmail.com", "john.doe@gmail.com\0", "john\u007f@gmail.com");
    check(EMAIL, NOT_AN_EMAIL, "john\u00a0doe@gmail.com", "john\u0085doe@gmail.com");
    check(
        EMAIL, NOT_AN_EMAIL, "+12345678910", "a".repeat(40), SHA_256 + "0", "g" + MD5.substring(1));
    check(EMAIL, TOO_LONG, "a".repeat(243) + "@example.com", "\u00e9".repeat(243) + "@example.com");
  }

  @Test
  void phone_numbers_are_their_digits() {
    String digits = "12345678910";
    check(
        PHONE_NUMBER,
        digits,
        "+12345678910",
        "+1 (234) 567-8910",
        "+1.234.567/8910",
        "+ 12345678910");
    check(PHONE_NUMBER, digits, "  +12345678910\n", "\u00a0+12345678910");
    check(PHONE_NUMBER, "123456789012345", "+123456789012345");
    check(PHONE_NUMBER, "12", "+12");
  }

  @Test
  void what_is_no_international_number_is_refused() {
    check(PHONE_NUMBER, BLANK, "", "  ");
    check(
        PHONE_NUMBER,
        NOT_A_PHONE_NUMBER,
        "12345678910",
        "0012345678910",
        "+",
        "+1",
        "+-()",
        "++12");
    check(PHONE_NUMBER, NOT_A_PHONE_NUMBER, "+012345678", "+(0)12345678", "+1234567890123456");
    check(
        PHONE_NUMBER, NOT_A_PHONE_NUMBER, "+1234567x", "+1234#567", "+1\t234567", "+1\u00a0234567");
    check(PHONE_NUMBER, NOT_A_PHONE_NUMBER, "+\u0661\u0662\u0663", MD5, PHONE_SHA_256 + "0");
  }

  @Test
  void hashes_of_nothing_are_refused_where_hashes_are_read() {
    String md5Text = md5("");
    String sha256Text = sha256("");
    String both = sha256(md5Text);
    check(EMAIL, HASH_OF_NOTHING, md5Text, sha256Text, both, sha256Text.toUpperCase(Locale.ROOT));
    check(EMAIL, HASH_OF_NOTHING, "\u00a0" + md5Text, "\u00a0" + both);
    check(PHONE_NUMBER, HASH_OF_NOTHING, sha256Text, both, " " + sha256Text);
    check(PHONE_NUMBER, NOT_A_PHONE_NUMBER, md5Text);
    check(CUSTOMER_ID, md5Text, md5Text);
  }

  @Test
  void opaque_identifiers_are_trimmed_and_keep_their_case() {
    for (IdentifierType type : new IdentifierType[] {CUSTOMER_ID, IDENTITY_LINK, USER_IDENTIFIER}) {
      check(type, "Abc-1", "Abc-1", " Abc-1\t", "\u2003Abc-1");
      check(type, "K\u00fcnde 7", "K\u00fcnde 7 ");
      check(type, "x".repeat(256), "x".repeat(256), " " + "x".repeat(256) + " ");
      check(type, "\ud83d\ude00".repeat(256), "\ud83d\ude00".repeat(256));
      check(type, BLANK, "", " \t", "\u3000");
      check(type, TOO_LONG, "x".repeat(257), "\ud83d\ude00".repeat(257));
    }
  }

  @Test
  void device_identifiers_are_lower_cased_and_customer_ids_are_not() {
    String upper = "6D92078A-8246-4BA4-AE5B-76104861E7DC";
    String lower = upper.toLowerCase(Locale.ROOT);
    check(USER_IDENTIFIER, lower, upper, lower, " " + upper, upper + "\u00a0");
    check(CUSTOMER_ID, upper, upper);
    check(USER_IDENTIFIER, upper.replace("-", ""), upper.replace("-", ""));
    check(USER_IDENTIFIER, "G" + upper.substring(1), "G" + upper.substring(1));
    check(USER_IDENTIFIER, upper.replace('-', 'A'), upper.replace('-', 'A'));
  }

  @Test
  void text_that_is_not_unicode_is_refused() {
    check(EMAIL, NOT_UTF8, "a\ud800@example.com", "\udc00\ud800@example.com");
    check(CUSTOMER_ID, NOT_UTF8, "\ud83d");
    byte[] latin1 = {'j', 'o', 's', (byte) 0xe9, '@', 'b', '.', 'd', 'e'};
    long[] out = new long[2];
    assertThat(new Digester().digest(EMAIL, latin1, 0, latin1.length, out, 0)).isEqualTo(NOT_UTF8);
  }

  @Test
  void only_the_range_is_read_and_only_two_longs_are_written() {
    byte[] body = ("\"" + ADDRESS + "\",").getBytes(US_ASCII);
    byte[] before = body.clone();
    long[] out = {7, 7, 7, 7};
    assertThat(new Digester().digest(EMAIL, body, 1, 1 + ADDRESS.length(), out, 1)).isNull();
    assertThat(hex(out, 1)).isEqualTo(head(SHA_256));
    assertThat(out[0]).isEqualTo(7);
    assertThat(out[3]).isEqualTo(7);
    assertThat(Arrays.equals(body, before)).isTrue();
  }

  @Test
  void an_address_in_plain_has_the_digests_of_all_its_hashes() {
    Digester digester = new Digester();
    long[] out = new long[5];
    for (String address :
        new String[] {ADDRESS, " JOHN.DOE@gmail.com", "Jos\u00e9@x.de", "a@b.co"}) {
      String canonical = address.strip().toLowerCase(Locale.ROOT);
      assertThat(digester.digestForms(EMAIL, address, out, 1)).isEqualTo(2);
      assertThat(hex(out, 1)).isEqualTo(Digests.of(EMAIL, sha256(canonical)));
      assertThat(hex(out, 3))
          .isEqualTo(Digests.of(EMAIL, md5(canonical)))
          .isEqualTo(Digests.of(EMAIL, sha256(md5(canonical))));
    }
  }

  @Test
  void other_identifiers_have_one_digest() {
    Digester digester = new Digester();
    long[] out = new long[4];
    for (String hash : new String[] {MD5, SHA_256, SHA_256_OF_MD5}) {
      assertThat(digester.digestForms(EMAIL, hash, out, 0)).isEqualTo(1);
      assertThat(hex(out, 0)).isEqualTo(Digests.of(EMAIL, hash));
    }
    assertThat(digester.digestForms(CUSTOMER_ID, ADDRESS, out, 0)).isEqualTo(1);
    assertThat(hex(out, 0)).isEqualTo(Digests.of(CUSTOMER_ID, ADDRESS));
  }

  @Test
  void an_invalid_identifier_has_no_digest_and_a_reason() {
    Digester digester = new Digester();
    long[] out = new long[4];
    assertThat(digester.digestForms(EMAIL, "john.doe", out, 0)).isZero();
    assertThat(digester.lastInvalid()).isEqualTo(NOT_AN_EMAIL);
    assertThat(digester.digestForms(EMAIL, ADDRESS, out, 0)).isEqualTo(2);
    assertThatIllegalStateException().isThrownBy(digester::lastInvalid);
  }

  @Test
  void every_reason_has_a_name_and_a_remedy() {
    assertThat(InvalidIdentifier.values())
        .allSatisfy(why -> assertThat(why.code()).matches("identifier(-[a-z0-9]+)+"))
        .allSatisfy(why -> assertThat(why.remedy()).endsWith("."))
        .extracting(InvalidIdentifier::code)
        .doesNotHaveDuplicates();
  }
}
