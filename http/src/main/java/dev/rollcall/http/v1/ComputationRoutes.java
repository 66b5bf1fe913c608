package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.COMPUTATIONS_MANAGE;
import static dev.rollcall.audience.Permission.COMPUTATIONS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.Counts;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.Computations;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Starts computations and tells what became of them. */
public final class ComputationRoutes {
  private final Computations computations;

  public ComputationRoutes(Computations computations) {
    this.computations = computations;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, "/computations", COMPUTATIONS_MANAGE, this::start)
            .accepting(Accepts.NOTHING),
        Route.own(GET, "/computations", COMPUTATIONS_READ, this::list),
        Route.own(GET, "/computations/{computation}", COMPUTATIONS_READ, this::get));
  }

  private Response start(Call call) {
    Computation started = computations.start(Trigger.MANUAL);
    return Envelope.data(202, out -> write(out, started))
        .with("location", "/v1/computations/" + started.id());
  }

  private Response list(Call call) {
    Paging paging = Paging.of(call);
    return Envelope.page(
        computations.list(paging.offset(), paging.limit()),
        paging.offset(),
        paging.limit(),
        ComputationRoutes::write);
  }

  private Response get(Call call) {
    long id = call.id("computation");
    Computation found =
        computations
            .find(id)
            .orElseThrow(() ->
                new Refusal(
                    ProblemCode.COMPUTATION_NOT_FOUND.because("There is no computation " + id)));
    return Envelope.data(200, out -> write(out, found));
  }

  private static void write(JsonGenerator out, Computation computation) {
    out.writeStartObject();
    out.writeStringProperty("id", Long.toString(computation.id()));
    out.writeStringProperty("type", "Computation");
    out.writeObjectPropertyStart("attributes");
    out.writeStringProperty("trigger", computation.trigger().wireName());
    out.writeStringProperty("state", computation.state().wireName());
    time(out, "requestedAt", computation.requestedAt());
    time(out, "startedAt", computation.startedAt());
    time(out, "finishedAt", computation.finishedAt());
    id(out, "cutOff", computation.cutOff());
    id(out, "snapshotId", computation.snapshotId());
    Duration duration = computation.duration().orElse(null);
    if (duration == null) out.writeNullProperty("durationMs");
    else out.writeNumberProperty("durationMs", duration.toMillis());
    counts(out, computation.counts());
    if (computation.failure() == null) out.writeNullProperty("failure");
    else out.writeStringProperty("failure", computation.failure());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void counts(JsonGenerator out, @Nullable Counts counts) {
    if (counts == null) {
      out.writeNullProperty("counts");
      return;
    }
    out.writeObjectPropertyStart("counts");
    out.writeNumberProperty("retailers", counts.retailers());
    out.writeNumberProperty("segments", counts.segments());
    out.writeNumberProperty("audiences", counts.audiences());
    out.writeNumberProperty("changedSegments", counts.changedSegments());
    out.writeNumberProperty("changedAudiences", counts.changedAudiences());
    out.writeEndObject();
  }

  private static void time(JsonGenerator out, String name, @Nullable Instant time) {
    if (time == null) out.writeNullProperty(name);
    else out.writeStringProperty(name, time.toString());
  }

  private static void id(JsonGenerator out, String name, @Nullable Long id) {
    if (id == null) out.writeNullProperty(name);
    else out.writeStringProperty(name, Long.toString(id));
  }
}
