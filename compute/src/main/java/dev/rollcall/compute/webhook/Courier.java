package dev.rollcall.compute.webhook;

import java.net.URI;
import java.util.Map;

/** Carries a message to an address. */
public interface Courier {
  /** What came of it: a status, or why there is none in a few words. */
  sealed interface Reply {
    record Answered(int status) implements Reply {}

    record Unreached(String why) implements Reply {}
  }

  /** Sends a body by POST, waiting a bounded time; nothing is thrown. */
  Reply send(URI url, Map<String, String> headers, String body);

  /** Why no message can be carried to an address, whoever listens there; empty when it can. */
  String refusal(URI url);
}
