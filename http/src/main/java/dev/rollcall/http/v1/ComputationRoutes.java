package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.COMPUTATIONS_MANAGE;
import static dev.rollcall.audience.Permission.COMPUTATIONS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.Size;
import dev.rollcall.compute.WatchedComputations;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.events.EventStreams;
import dev.rollcall.http.json.Refusal;
import java.util.List;
import java.util.OptionalLong;

/** Starts computations and tells what became of them. */
public final class ComputationRoutes {
  private final Computations computations;
  private final WatchedComputations watched;
  private final EventStreams streams;

  /**
   * @param watched the history that the computations write
   */
  public ComputationRoutes(
      Computations computations, WatchedComputations watched, EventStreams streams) {
    this.computations = computations;
    this.watched = watched;
    this.streams = streams;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, "/computations", COMPUTATIONS_MANAGE, this::start)
            .accepting(Accepts.NOTHING),
        Route.own(GET, "/computations", COMPUTATIONS_READ, this::list),
        Route.own(GET, "/computations/events", COMPUTATIONS_READ, this::followAll),
        Route.own(GET, "/computations/{computation}", COMPUTATIONS_READ, this::get),
        Route.own(GET, "/computations/{computation}/events", COMPUTATIONS_READ, this::follow));
  }

  private Response start(Call call) {
    Computation started =
        call.keeper()
            .map(keeper -> computations.start(queued -> keeper.apply(started(call, queued))))
            .orElseGet(() -> computations.start(Trigger.MANUAL));
    return started(call, started);
  }

  private static Response started(Call call, Computation started) {
    return Envelope.data(202, out -> ComputationJson.write(out, started, right(call)))
        .with("location", "/v1/computations/" + started.id());
  }

  private Response list(Call call) {
    Paging paging = Paging.of(call);
    return Envelope.page(
        computations.list(paging.offset(), paging.limit()),
        paging.offset(),
        paging.limit(),
        (out, computation) -> ComputationJson.write(out, computation, right(call)));
  }

  private Response get(Call call) {
    Computation found = find(call);
    return Envelope.data(200, out -> ComputationJson.write(out, found, right(call)));
  }

  private static Size.Right right(Call call) {
    return Size.Right.of(call.application());
  }

  private Computation find(Call call) {
    long id = call.id("computation");
    return computations
        .find(id)
        .orElseThrow(() ->
            new Refusal(
                ProblemCode.COMPUTATION_NOT_FOUND.because("There is no computation " + id)));
  }

  private Response followAll(Call call) {
    String seen = EventStreams.lastSeen(call);
    return streams.open(
        call, new ComputationEvents(watched, OptionalLong.empty(), seen, right(call)));
  }

  private Response follow(Call call) {
    Computation found = find(call);
    String seen = EventStreams.lastSeen(call);
    if (ComputationEvents.over(found, seen)) return EventStreams.over();
    OptionalLong only = OptionalLong.of(found.id());
    return streams.open(call, new ComputationEvents(watched, only, seen, right(call)));
  }
}
