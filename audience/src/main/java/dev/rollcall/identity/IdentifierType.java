package dev.rollcall.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What kind of thing identifies a shopper. A contact list holds identifiers of one type. */
public enum IdentifierType {
  EMAIL("Email", 1),
  USER_IDENTIFIER("UserIdentifier", 2),
  IDENTITY_LINK("IdentityLink", 3),
  CUSTOMER_ID("CustomerId", 4),
  PHONE_NUMBER("PhoneNumber", 5);

  private static final Map<String, IdentifierType> BY_NAME = new HashMap<>();

  static {
    for (IdentifierType type : values()) {
      BY_NAME.put(folded(type.wireName), type);
    }
    // Older clients name the two origins of a user identifier: a device and a synchronised cookie.
    BY_NAME.put("madid", USER_IDENTIFIER);
    BY_NAME.put("gum", USER_IDENTIFIER);
  }

  private final String wireName;
  private final int code;

  IdentifierType(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** The name as the API spells it. */
  public String wireName() {
    return wireName;
  }

  /** The number that stands for the type in stored records. It never changes meaning. */
  public int code() {
    return code;
  }

  /** The channel that this type can be reached on. */
  public Channel channel() {
    return this == CUSTOMER_ID ? Channel.ONSITE : Channel.OFFSITE;
  }

  /**
   * The type that a stored record means by {@code code}.
   *
   * @throws IllegalArgumentException when no type has this code
   */
  public static IdentifierType ofCode(int code) {
    return switch (code) {
      case 1 -> EMAIL;
      case 2 -> USER_IDENTIFIER;
      case 3 -> IDENTITY_LINK;
      case 4 -> CUSTOMER_ID;
      case 5 -> PHONE_NUMBER;
      default -> throw new IllegalArgumentException("no identifier type has code " + code);
    };
  }

  /** The type of that name in any case; the older names {@code madid} and {@code gum} count too. */
  public static Optional<IdentifierType> parse(String name) {
    return Optional.ofNullable(BY_NAME.get(folded(name)));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
