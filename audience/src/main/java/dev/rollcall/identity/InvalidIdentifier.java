package dev.rollcall.identity;

/** Why a value is not an identifier of its type, and what its sender can do about it. */
public enum InvalidIdentifier {
  BLANK(1, "identifier-blank", "Leave out empty values."),
  TOO_LONG(
      2,
      "identifier-too-long",
      "Send at most 254 characters for an e-mail address, 256 for others."),
  NOT_AN_EMAIL(
      3,
      "identifier-not-an-email",
      "Send an address such as name@example.com, or its MD5, SHA-256 or SHA-256 of the MD5 as"
          + " hexadecimal digits."),
  NOT_A_PHONE_NUMBER(
      4,
      "identifier-not-a-phone-number",
      "Send + and the country code, then the number, 15 digits at most; or the SHA-256 of the"
          + " digits as 64 hexadecimal digits."),
  HASH_OF_NOTHING(
      5,
      "identifier-hash-of-nothing",
      "Leave out empty values before hashing: this is their hash."),
  NOT_UTF8(6, "identifier-not-utf8", "Encode values as UTF-8."),
  NOT_TEXT(7, "identifier-not-text", "Send each identifier as a string, or as a number.");

  private static final InvalidIdentifier[] BY_NUMBER = values();

  private final byte number;
  private final String code;
  private final String remedy;

  InvalidIdentifier(int number, String code, String remedy) {
    this.number = (byte) number;
    this.code = code;
    this.remedy = remedy;
  }

  /** The reason with this number. */
  static InvalidIdentifier ofNumber(byte number) {
    InvalidIdentifier reason = BY_NUMBER[number - 1];
    if (reason.number != number)
      throw new IllegalArgumentException("reasons are numbered in order");
    return reason;
  }

  /** The number of the reason, from 1, which stays the same for ever: logs hold it. */
  byte number() {
    return number;
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
