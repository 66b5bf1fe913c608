package dev.rollcall.server.config;

/** Settings that cannot be used; the message names each wrong one and the rule it breaks. */
public final class InvalidConfig extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConfig(String message) {
    super(message);
  }
}
