package dev.rollcall.http;

import dev.rollcall.audience.Permission;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a caller to its permissions, and to the accounts granted to it. */
final class Grants {
  private Grants() {}

  /**
   * Lets the caller pass.
   *
   * @throws Refusal {@code permission-denied}; whether an account or a retailer exists cannot be
   *     told from it
   */
  static void check(Access access, Caller caller, Map<String, String> parameters) {
    switch (access) {
      case Access.Open() -> {}
      case Access.AnyToken() -> {}
      case Access.Needs(Permission permission) -> {
        if (!caller.application().may(permission)) {
          throw denied("The application lacks the permission " + permission.wireName());
        }
      }
    }
    checkGranted("account", parameters.get("account"), caller.application().accountIds());
    checkGranted("retailer", parameters.get("retailer"), caller.retailerIds());
  }

  private static void checkGranted(String what, @Nullable String id, Set<Long> granted) {
    if (id != null && !granted.contains(JsonValue.parseId(id))) {
      throw denied("The application has no access to this " + what);
    }
  }

  private static Refusal denied(String detail) {
    return new Refusal(ProblemCode.PERMISSION_DENIED.because(detail));
  }
}
