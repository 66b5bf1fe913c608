package dev.rollcall.http;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.history.Operation;

/**
 * Answers a request sent again from what the log has of it: the same answer, and nothing is done.
 */
@FunctionalInterface
public interface Replay {
  /**
   * Answers a call that an earlier one under its key has been carried out for.
   *
   * @param record the one under the key, which may be of a request to another route
   * @throws dev.rollcall.http.json.Refusal when it is, as {@link Call#reused} says
   */
  Response again(Call call, Operation operation, LogRecord record);
}
