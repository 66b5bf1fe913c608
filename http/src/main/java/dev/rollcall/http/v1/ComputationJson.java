package dev.rollcall.http.v1;

import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.Counts;
import dev.rollcall.compute.Size;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Computations as they are told on the wire. How many sets changed is told like an exact size: of a
 * list with one more person on it, it tells whether that is a user, and which audiences the user is
 * in.
 */
final class ComputationJson {
  private ComputationJson() {}

  static void write(JsonGenerator out, Computation computation, Size.Right right) {
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
    counts(out, computation.counts(), right);
    if (computation.failure() == null) out.writeNullProperty("failure");
    else out.writeStringProperty("failure", computation.failure());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void counts(JsonGenerator out, @Nullable Counts counts, Size.Right right) {
    if (counts == null) {
      out.writeNullProperty("counts");
      return;
    }
    out.writeObjectPropertyStart("counts");
    out.writeNumberProperty("retailers", counts.retailers());
    out.writeNumberProperty("segments", counts.segments());
    out.writeNumberProperty("audiences", counts.audiences());
    if (right == Size.Right.EXACT) {
      out.writeNumberProperty("changedSegments", counts.changedSegments());
      out.writeNumberProperty("changedAudiences", counts.changedAudiences());
    }
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
