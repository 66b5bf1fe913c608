package dev.rollcall.audience;

/** The amendment log cannot make records durable; nothing of the request is acknowledged. */
public final class LogUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
