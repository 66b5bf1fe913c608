package dev.rollcall.http;

import dev.rollcall.audience.Permission;

/** Who may use a route. */
public sealed interface Access {
  /** Anyone, without a token. */
  record Open() implements Access {}

  /** Every application with a valid token. */
  record AnyToken() implements Access {}

  /** Applications with the permission. */
  record Needs(Permission permission) implements Access {}
}
