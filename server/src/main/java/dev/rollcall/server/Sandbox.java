package dev.rollcall.server;

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

/** A server with something in it to try, and a clock that can be moved. */
final class Sandbox implements ServerKind {
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
  public void prepare(Stores stores, Identities identities) {
    seed(stores).plant(stores.populations(), identities);
  }

  @Override
  public List<Route> routes(Timetable timetable) {
    return new ClockRoute(clock, timetable::wake).routes();
  }

  Welcome welcome(Server server) {
    return seed(server.stores()).welcome(server.url(), server.stores().populations());
  }

  private Seed seed(Stores stores) {
    return new Seed(stores.catalog(), credentials, new SecureRandom(), clock);
  }
}
