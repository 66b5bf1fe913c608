package dev.rollcall.server;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Identities;
import dev.rollcall.compute.Timetable;
import dev.rollcall.http.Route;
import java.time.Clock;
import java.util.List;

/** What tells one kind of server from another. */
interface ServerKind {
  /** The server for real. */
  ServerKind USUAL =
      new ServerKind() {
        @Override
        public Clock clock() {
          return Clock.systemUTC();
        }

        @Override
        public void prepare(Stores stores, Identities identities, ContactLists lists) {}

        @Override
        public List<Route> routes(Timetable timetable) {
          return List.of();
        }
      };

  /**
   * The time that segments, computations and line items go by; sign-in and rate limits always go by
   * the machine's.
   */
  Clock clock();

  /** What to do before anything else. */
  default void begin(Stores stores) {}

  /** What to do before the first request. */
  void prepare(Stores stores, Identities identities, ContactLists lists);

  /** Routes beside those that every server has. */
  List<Route> routes(Timetable timetable);
}
