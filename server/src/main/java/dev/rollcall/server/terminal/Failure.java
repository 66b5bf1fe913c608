package dev.rollcall.server.terminal;

/** A command could not do what it was asked to; the message is the one line that says why. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
