package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every form in which an identifier may be sent, and which forms are the same identifier. */
class IdentifierFormsTest {
  private static final String MD5 = "e13743a7f1db7f4246badd6fd6ff54ff";
  private static final String SHA_256 =
      "375320dd9ae7ed408002f3768e16cb5f28c861062fd50dff9a3bff62e9dce4ef";
  private static final String SHA_256_OF_MD5 =
      "000e3171a5110c35c69d060112bd0ba55d9631c7c2ec93f1840e4570095b263a";
  private static final String PHONE_SHA_256 =
      "63640264849a87c90356129d99ea165e37aa5fabc1fea46906df1a7ca50db492";
  private static final String MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String SHA_256_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final ApiHarness api = new ApiHarness();
  private int lists;

  @AfterEach
  void close() {
    api.close();
  }

  private String list(String type) {
    return api.list("list " + lists++, type);
  }

  /**
   * Forms that are one identifier leave one on the list, and each takes off what another put on.
   */
  private void checkSame(String type, String... forms) {
    String list = list(type);
    String[] quoted = List.of(forms).stream().map(form -> "'" + form + "'").toArray(String[]::new);
    Answer receipt = api.add(list, quoted);
    assertThat(receipt.at("/data/nbInvalidIdentifiers").intValue()).as(receipt.toString()).isZero();
    assertThat(api.size(list)).as(String.join(", ", forms)).isEqualTo(1);
    for (String form : quoted) {
      api.add(list, quoted[0]);
      api.manager.post(
          "/audience-segments/" + list + "/contact-list/add-remove",
          "{'data':{'attributes':{'operation':'remove','identifiers':[" + form + "]}}}");
      assertThat(api.size(list)).as(form).isZero();
    }
  }

  private void checkDifferent(String type, String... values) {
    String list = list(type);
    for (String value : values) api.add(list, "'" + value + "'");
    assertThat(api.size(list)).as(String.join(", ", values)).isEqualTo(values.length);
  }

  private void checkInvalid(String type, String... values) {
    String list = list(type);
    for (String value : values) {
      Answer receipt = api.add(list, "'" + value + "'");
      assertThat(receipt.at("/data/nbInvalidIdentifiers").intValue()).as(value).isEqualTo(1);
    }
    assertThat(api.size(list)).isZero();
  }

  @Test
  void emails() {
    checkSame(
        "Email",
        "john.doe@gmail.com",
        " John.Doe@GMAIL.com\\t",
        SHA_256,
        SHA_256.toUpperCase(Locale.ROOT));
    checkSame(
        "Email",
        MD5,
        MD5.toUpperCase(Locale.ROOT),
        " " + MD5 + " ",
        SHA_256_OF_MD5,
        SHA_256_OF_MD5.toUpperCase(Locale.ROOT));
    checkSame("Email", "jürgen@exämple.de", "JÜRGEN@exÄmple.DE");
    checkSame("Email", "a".repeat(249) + "@b.cd");
    checkDifferent("Email", "john.doe@gmail.com", "johndoe@gmail.com", "john.doe+x@gmail.com");
    checkInvalid(
        "Email",
        "",
        " ",
        "john",
        "john@",
        "@gmail.com",
        "john@gmail",
        "john@@gmail.com",
        "john@doe@gmail.com",
        "john doe@gmail.com",
        "john@gmail .com");
    checkInvalid(
        "Email",
        "a".repeat(250) + "@b.cd",
        MD5.substring(1),
        SHA_256 + "0",
        "g" + MD5.substring(1));
    checkInvalid(
        "Email", MD5_OF_NOTHING, SHA_256_OF_NOTHING, SHA_256_OF_NOTHING.toUpperCase(Locale.ROOT));
  }

  @Test
  void phoneNumbers() {
    checkSame(
        "PhoneNumber",
        "+1 234 567 8910",
        "+12345678910",
        "+1-234-567-8910",
        "+1 (234) 567.8910",
        PHONE_SHA_256,
        PHONE_SHA_256.toUpperCase(Locale.ROOT));
    checkSame("PhoneNumber", "+123456789012345");
    checkDifferent("PhoneNumber", "+12345678910", "+12345678911");
    checkInvalid(
        "PhoneNumber",
        "",
        "12345678910",
        "+",
        "+0123456789",
        "+1234567890123456",
        "+1 234 CALL ME",
        PHONE_SHA_256.substring(1),
        SHA_256_OF_NOTHING,
        MD5);
  }

  @Test
  void customerIds() {
    checkSame("CustomerId", "C-17", " C-17 ");
    checkDifferent("CustomerId", "C-17", "c-17", "C 17", MD5, MD5.toUpperCase(Locale.ROOT));
    checkDifferent(
        "CustomerId", "x".repeat(256), "x".repeat(255), "\uD83D\uDE00".repeat(256), "Zoë");
    checkInvalid("CustomerId", "", "  ", "x".repeat(257), "\uD83D\uDE00".repeat(257));
  }

  @Test
  void userIdentifiers() {
    checkSame(
        "UserIdentifier",
        "6D92078A-8246-4BA4-AE5B-76104861E7DC",
        "6d92078a-8246-4ba4-ae5b-76104861e7dc");
    checkDifferent(
        "UserIdentifier",
        "opaque",
        "Opaque",
        "6d92078a82464ba4ae5b76104861e7dc",
        "6D92078A82464BA4AE5B76104861E7DC");
    checkInvalid("UserIdentifier", "", "x".repeat(257));
  }

  @Test
  void identityLinks() {
    checkSame("IdentityLink", "XY1000", " XY1000");
    checkDifferent("IdentityLink", "XY1000", "xy1000");
    checkInvalid("IdentityLink", " ", "x".repeat(257));
  }

  @Test
  void manyShortIdentifiersAreTaken() {
    String id = api.list("short ones", "CustomerId");
    String[] identifiers = new String[1000];
    for (int i = 0; i < identifiers.length; i++)
      identifiers[i] = "'" + Integer.toString(i, 36) + "'";
    api.add(id, identifiers);
    assertThat(api.size(id)).isEqualTo(1000);
  }
}
