package dev.rollcall.server.sandbox;

import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRowsBuilder;
import dev.rollcall.identity.InvalidIdentifier;
import java.util.Locale;

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
      rows.user();
      add(rows, IdentifierType.CUSTOMER_ID, "C%06d", n);
      add(rows, IdentifierType.EMAIL, "shopper%d@example.com", n);
      if (n % 10 == 0) add(rows, IdentifierType.EMAIL, "shopper%d@example.net", n);
      if (n % 5 != 0) add(rows, IdentifierType.PHONE_NUMBER, "+1555%07d", n);
      if (n % 2 == 0) add(rows, IdentifierType.USER_IDENTIFIER, "00000000-0000-4000-8000-%012d", n);
    }
    return rows;
  }

  private static void add(IdentityRowsBuilder rows, IdentifierType type, String format, int n) {
    InvalidIdentifier wrong = rows.identifier(type, String.format(Locale.ROOT, format, n));
    if (wrong != null) throw new IllegalStateException(type + ": " + wrong);
  }
}
