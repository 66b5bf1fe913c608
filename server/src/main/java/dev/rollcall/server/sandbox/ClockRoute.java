package dev.rollcall.server.sandbox;

import dev.rollcall.audience.Permission;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.time.Instant;
import java.util.List;

/** Moves the sandbox's clock forward. */
public final class ClockRoute {
  /** The latest time there is for a sandbox: its dates stay within four digits of year. */
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final SandboxClock clock;
  private final Runnable moved;

  /**
   * Makes the route of a clock.
   *
   * @param moved what to do, before the answer, when the clock was moved
   */
  public ClockRoute(SandboxClock clock, Runnable moved) {
    this.clock = clock;
    this.moved = moved;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(Method.POST, "/sandbox/clock", Permission.COMPUTATIONS_MANAGE, this::advance));
  }

  private Response advance(Call call) {
    JsonValue wanted = call.json().at("data").at("attributes").at("advanceTo");
    Instant time = wanted.instant();
    if (time.isAfter(LATEST) || !clock.advanceTo(time))
      throw new Refusal(
          ProblemCode.INVALID_VALUE.at(
              "@data/attributes/advanceTo",
              "The clock only moves forward: it is " + clock.instant() + " now"));
    moved.run();
    Instant now = clock.instant();
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "Clock");
          out.writeObjectPropertyStart("attributes");
          out.writeStringProperty("now", now.toString());
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
