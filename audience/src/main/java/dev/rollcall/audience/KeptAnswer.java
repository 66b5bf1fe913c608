package dev.rollcall.audience;

import java.time.Instant;
import java.util.Map;

/**
 * The first answer to a request that its sender gave a key, for when it is sent again.
 *
 * @param at when it was given
 * @param headers by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way out: nobody compares them.
public record KeptAnswer(
    long applicationId,
    RetryKey retry,
    Instant at,
    int status,
    Map<String, String> headers,
    byte[] body) {
  public KeptAnswer {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "KeptAnswer[" + applicationId + ", " + status + ", " + body.length + " bytes]";
  }
}
