package dev.rollcall.server;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Identities;
import dev.rollcall.compute.Timetable;
import dev.rollcall.http.Route;
import dev.rollcall.server.sandbox.ClockRoute;
import dev.rollcall.server.sandbox.SandboxClock;
import dev.rollcall.server.sandbox.Seed;
import dev.rollcall.server.sandbox.Welcome;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with something in it to try, and a clock that can be moved. */
final class Sandbox implements ServerKind {
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

  private final SandboxClock clock = new SandboxClock(Clock.systemUTC());
  private final Path credentials;

  Sandbox(Path data) {
    this.credentials = data.resolve("sandbox.json");
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void begin(Stores stores) {
    seed(stores).begin();
  }

  @Override
  public void prepare(Stores stores, Identities identities, ContactLists lists) {
    seed(stores).plant(stores.populations(), identities, lists);
  }

  @Override
  public List<Route> routes(Timetable timetable) {
    return new ClockRoute(clock, timetable::wake).routes();
  }

  /** Fills in, beside requests, what none of them waits for. */
  void grow(Server server) {
    try {
      seed(server.stores()).grow(server.imports(), server.impressions());
    } catch (RuntimeException e) {
      LOG.warn("the sandbox is not filled yet; its next start goes on", e);
    }
  }

  Welcome welcome(Server server) {
    return seed(server.stores()).welcome(server.url(), server.stores().populations());
  }

  private Seed seed(Stores stores) {
    return new Seed(stores.catalog(), credentials, new SecureRandom(), clock);
  }
}
