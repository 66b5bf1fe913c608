package dev.rollcall.http.v1;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.Standing;
import dev.rollcall.compute.explain.Advice;
import dev.rollcall.compute.explain.ExplainedNode;
import dev.rollcall.compute.explain.ExplainedSegment;
import dev.rollcall.compute.explain.Explanation;
import dev.rollcall.http.Envelope;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Explanations as they are told on the wire. */
final class ExplanationJson {
  private ExplanationJson() {}

  static void write(JsonGenerator out, Explanation explanation) {
    OperationJson.head(out, explanation.audience().id(), "Explanation");
    out.writeStringProperty("name", explanation.audience().name());
    out.writeBooleanProperty("in", explanation.in());
    out.writeStringProperty("reason", explanation.reason().wireName());
    out.writeStringProperty("advice", Advice.of(explanation));
    out.writeBooleanProperty("acknowledged", explanation.acknowledged());
    out.writeBooleanProperty("pending", explanation.pending());
    out.writeStringProperty("publication", explanation.publication().wireName());
    out.writeStringProperty("logPosition", Long.toString(explanation.position()));
    explanation
        .snapshot()
        .ifPresentOrElse(snapshot -> write(out, snapshot), () -> out.writeNullProperty("snapshot"));
    out.writeName("algebra");
    write(out, explanation.algebra());
    Envelope.array(out, "segments", explanation.segments(), ExplanationJson::write);
    Envelope.array(out, "changes", explanation.turning(), ExplanationJson::change);
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Explanation.Published snapshot) {
    out.writeObjectPropertyStart("snapshot");
    out.writeStringProperty("id", Long.toString(snapshot.id()));
    out.writeStringProperty("createdAt", snapshot.createdAt().toString());
    out.writeStringProperty("cutOff", Long.toString(snapshot.cutOff()));
    out.writeBooleanProperty("in", snapshot.in());
    out.writeEndObject();
  }

  /** The node as the audience has it, with its two verdicts beside. */
  private static void write(JsonGenerator out, ExplainedNode node) {
    out.writeStartObject();
    out.writeBooleanProperty("in", node.in());
    out.writeBooleanProperty("acknowledged", node.acknowledged());
    switch (node.node()) {
      case AlgebraNode.InSegment(long segmentId) ->
          out.writeStringProperty("audienceSegmentId", Long.toString(segmentId));
      case AlgebraNode.And and ->
          Envelope.array(out, "and", node.children(), ExplanationJson::write);
      case AlgebraNode.Or or -> Envelope.array(out, "or", node.children(), ExplanationJson::write);
      case AlgebraNode.Not not -> {
        out.writeName("not");
        write(out, node.children().getFirst());
      }
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, ExplainedSegment segment) {
    out.writeStartObject();
    OperationJson.id(out, "audienceSegmentId", segment.segment().id());
    out.writeStringProperty("name", segment.segment().name());
    switch (segment.segment().definition()) {
      case Definition.ContactList(var type) -> {
        out.writeStringProperty("identifierType", type.wireName());
        out.writeNullProperty("lookbackWindow");
      }
      case Definition.Events events -> {
        out.writeNullProperty("identifierType");
        out.writeStringProperty("lookbackWindow", events.window().wireName());
      }
    }
    out.writeBooleanProperty("in", segment.in());
    out.writeBooleanProperty("acknowledged", segment.acknowledged());
    standing(out, "why", segment.why());
    standing(out, "pending", segment.pending());
    out.writeEndObject();
  }

  private static void standing(JsonGenerator out, String name, Optional<Standing> told) {
    if (told.isEmpty()) {
      out.writeNullProperty(name);
      return;
    }
    out.writeObjectPropertyStart(name);
    switch (told.get()) {
      case Standing.ByOperation(Operation operation) -> {
        out.writeStringProperty("cause", "operation");
        out.writeObjectPropertyStart("operation");
        OperationJson.id(out, "id", operation.id());
        out.writeStringProperty("kind", operation.kind().wireName());
        out.writeStringProperty("acceptedAt", operation.at().toString());
        OperationJson.id(out, "applicationId", operation.applicationId());
        out.writeEndObject();
      }
      case Standing.ByIdentityGraph graph -> out.writeStringProperty("cause", "identity-graph");
      case Standing.Never never -> out.writeStringProperty("cause", "never-named");
      case Standing.TooOld old -> out.writeStringProperty("cause", "older-than-history");
      case Standing.NotSought further -> out.writeStringProperty("cause", "not-sought");
      case Standing.ByComputation(long computationId, long snapshotId, Instant at) -> {
        out.writeStringProperty("cause", "computation");
        out.writeObjectPropertyStart("computation");
        OperationJson.id(out, "id", computationId);
        OperationJson.id(out, "snapshotId", snapshotId);
        out.writeStringProperty("at", at.toString());
        out.writeEndObject();
      }
      case Standing.ByLaterEvents events -> out.writeStringProperty("cause", "later-events");
      case Standing.BeforeSnapshots before ->
          out.writeStringProperty("cause", "older-than-snapshots");
    }
    out.writeEndObject();
  }

  private static void change(JsonGenerator out, ExplainedSegment segment) {
    out.writeStartObject();
    out.writeStringProperty("action", segment.acknowledged() ? "remove" : "add");
    OperationJson.id(out, "audienceSegmentId", segment.segment().id());
    out.writeStringProperty("name", segment.segment().name());
    out.writeEndObject();
  }
}
