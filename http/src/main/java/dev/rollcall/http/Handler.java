package dev.rollcall.http;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a call that every filter has let through.
   *
   * @throws dev.rollcall.http.json.Refusal when the whole request is refused
   */
  Response answer(Call call);
}
