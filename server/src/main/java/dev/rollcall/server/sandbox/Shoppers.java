package dev.rollcall.server.sandbox;

import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRowsBuilder;
import dev.rollcall.identity.InvalidIdentifier;

/**
 * The sandbox's made-up shoppers, numbered from 1. What identifies shopper n follows from n:
 *
 * <ul>
 *   <li>CustomerId: {@code C} and six digits, {@code C000042};
 *   <li>Email: {@code shopper42@example.com}, and for every tenth {@code shopper40@example.net}
 *       too;
 *   <li>PhoneNumber, for all but every fifth: {@code +1555} and seven digits, {@code +15550000042};
 *   <li>UserIdentifier, for every second: {@code 00000000-0000-4000-8000-} and twelve digits.
 * </ul>
 */
public final class Shoppers {
  /** How many there are. */
  public static final int COUNT = 100_000;

  private Shoppers() {}

  /** The rows of the shoppers numbered {@code first} up to, not including, {@code end}. */
  static IdentityRowsBuilder rows(int first, int end) {
    IdentityRowsBuilder rows = new IdentityRowsBuilder();
    for (int n = first; n < end; n++) {
      String number = String.valueOf(n);
      rows.user();
      add(rows, IdentifierType.CUSTOMER_ID, customerId(n));
      add(rows, IdentifierType.EMAIL, email(n));
      if (n % 10 == 0) add(rows, IdentifierType.EMAIL, "shopper" + number + "@example.net");
      if (n % 5 != 0) add(rows, IdentifierType.PHONE_NUMBER, padded("+15550000000", number));
      if (n % 2 == 0)
        add(
            rows,
            IdentifierType.USER_IDENTIFIER,
            padded("00000000-0000-4000-8000-000000000000", number));
    }
    return rows;
  }

  static String customerId(int n) {
    return padded("C000000", String.valueOf(n));
  }

  static String email(int n) {
    return "shopper" + n + "@example.com";
  }

  /**
   * The zeros with the number as their end. By hand: a Java machine that has compiled nothing yet
   * takes 0.1 seconds for all shoppers, and 0.45 with a formatter.
   */
  private static String padded(String zeros, String number) {
    return zeros.substring(0, zeros.length() - number.length()) + number;
  }

  private static void add(IdentityRowsBuilder rows, IdentifierType type, String text) {
    InvalidIdentifier wrong = rows.identifier(type, text);
    if (wrong != null) throw new IllegalStateException(type + ": " + wrong);
  }
}
