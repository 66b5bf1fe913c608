package dev.rollcall.identity;

/** Why a value is not an identifier of its type, and what its sender can do about it. */
public enum InvalidIdentifier {
  BLANK("identifier-blank", "Leave out empty values."),
  TOO_LONG(
      "identifier-too-long", "Send at most 254 characters for an e-mail address, 256 for others."),
  NOT_AN_EMAIL(
      "identifier-not-an-email",
      "Send an address such as name@example.com, or its MD5, SHA-256 or SHA-256 of the MD5 as"
          + " hexadecimal digits."),
  NOT_A_PHONE_NUMBER(
      "identifier-not-a-phone-number",
      "Send + and the country code, then the number, 15 digits at most; or the SHA-256 of the"
          + " digits as 64 hexadecimal digits."),
  HASH_OF_NOTHING(
      "identifier-hash-of-nothing", "Leave out empty values before hashing: this is their hash."),
  NOT_UTF8("identifier-not-utf8", "Encode values as UTF-8.");

  private final String code;
  private final String remedy;

  InvalidIdentifier(String code, String remedy) {
    this.code = code;
    this.remedy = remedy;
  }

  /** The stable name of the reason, in kebab case. */
  public String code() {
    return code;
  }

  /** One sentence telling the sender how to mend such values. */
  public String remedy() {
    return remedy;
  }
}
