package dev.rollcall.http.v1;

import dev.rollcall.audience.history.Operation;
import dev.rollcall.compute.OperationStatus;
import dev.rollcall.http.Envelope;
import dev.rollcall.identity.InvalidIdentifier;
import dev.rollcall.identity.RefusedIdentifiers;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Operations as they are told on the wire. */
public final class OperationJson {
  private OperationJson() {}

  /** The members that every telling of an operation begins with. */
  static void attributes(JsonGenerator out, Operation operation) {
    request(out, operation);
    out.writeNumberProperty("added", operation.effect().gained());
    out.writeNumberProperty("removed", operation.effect().lost());
    out.writeNumberProperty("sizeAfter", operation.effect().size());
  }

  /** What was asked, without what it did to the list. */
  private static void request(JsonGenerator out, Operation operation) {
    id(out, "audienceSegmentId", operation.segmentId());
    out.writeStringProperty("retailerId", Long.toString(operation.retailerId()));
    out.writeStringProperty("kind", operation.kind().wireName());
    id(out, "about", operation.about());
    out.writeStringProperty("acceptedAt", operation.at().toString());
    id(out, "applicationId", operation.applicationId());
    out.writeNumberProperty("received", operation.received());
    out.writeNumberProperty("valid", operation.valid());
    out.writeNumberProperty("invalid", operation.invalid());
  }

  /** An operation with how far it has come. */
  static void status(JsonGenerator out, OperationStatus status) {
    head(out, status.operation().id(), "Operation");
    attributes(out, status.operation());
    progress(out, status);
    report(out, status.operation().valid(), status.refused());
    out.writeEndObject();
    out.writeEndObject();
  }

  /** An operation with how far it has come, but for sizes and the report. */
  static void brief(JsonGenerator out, OperationStatus status) {
    head(out, status.operation().id(), "Operation");
    request(out, status.operation());
    progress(out, status);
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void progress(JsonGenerator out, OperationStatus status) {
    // An operation has its id from the log, which answers when the record is durable and applied.
    out.writeBooleanProperty("folded", true);
    out.writeStringProperty("publication", status.publication().wireName());
    out.writeBooleanProperty("live", status.liveAt().isPresent());
    status
        .liveAt()
        .ifPresentOrElse(
            at -> out.writeStringProperty("liveAt", at.toString()),
            () -> out.writeNullProperty("liveAt"));
    status
        .snapshot()
        .ifPresentOrElse(
            snapshot -> {
              out.writeObjectPropertyStart("snapshot");
              out.writeStringProperty("id", Long.toString(snapshot.snapshotId()));
              out.writeStringProperty("createdAt", snapshot.createdAt().toString());
              out.writeEndObject();
            },
            () -> out.writeNullProperty("snapshot"));
  }

  /** The beginning of a resource: its attributes come next, then two ends. */
  public static void head(JsonGenerator out, long id, String type) {
    out.writeStartObject();
    out.writeStringProperty("id", Long.toString(id));
    out.writeStringProperty("type", type);
    out.writeObjectPropertyStart("attributes");
  }

  /** An id, or null for none. */
  public static void id(JsonGenerator out, String name, long id) {
    if (id == 0) out.writeNullProperty(name);
    else out.writeStringProperty(name, Long.toString(id));
  }

  /**
   * The member {@code report}: every refused identifier by its index and the code of the reason,
   * and for each of these codes how such values are mended. The values are nowhere.
   */
  public static void report(JsonGenerator out, long valid, RefusedIdentifiers refused) {
    Map<InvalidIdentifier, Integer> reasons = new EnumMap<>(InvalidIdentifier.class);
    out.writeObjectPropertyStart("report");
    out.writeNumberProperty("received", valid + refused.size());
    out.writeNumberProperty("valid", valid);
    out.writeNumberProperty("invalid", refused.size());
    out.writeArrayPropertyStart("refused");
    refused.forEach((index, reason) -> {
      reasons.merge(reason, 1, Integer::sum);
      out.writeStartObject();
      out.writeNumberProperty("index", index);
      out.writeStringProperty("code", reason.code());
      out.writeEndObject();
    });
    out.writeEndArray();
    Envelope.array(
        out,
        "reasons",
        reasons.entrySet(),
        (o, entry) -> {
          o.writeStartObject();
          o.writeStringProperty("code", entry.getKey().code());
          o.writeNumberProperty("count", entry.getValue());
          o.writeStringProperty("remedy", entry.getKey().remedy());
          o.writeEndObject();
        });
    out.writeEndObject();
  }
}
