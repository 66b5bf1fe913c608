package dev.rollcall.storage.file;

import dev.rollcall.compute.AudienceResult;
import dev.rollcall.compute.RetailerResult;
import dev.rollcall.compute.SegmentResult;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.identity.Channel;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a snapshot's manifest, whose members are those of the records. One is written for every
 * computation: written by reflection, lists within lists kept the compiler of a server that took
 * identifiers busy for seven seconds.
 */
final class SnapshotForm extends ValueSerializer<Snapshot> {
  @Override
  public void serialize(Snapshot snapshot, JsonGenerator json, SerializationContext context) {
    json.writeStartObject();
    json.writeNumberProperty("id", snapshot.id());
    json.writeNumberProperty("computationId", snapshot.computationId());
    json.writeStringProperty("createdAt", snapshot.createdAt().toString());
    json.writeArrayPropertyStart("retailers");
    for (RetailerResult retailer : snapshot.retailers()) write(retailer, json);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(RetailerResult retailer, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("retailerId", retailer.retailerId());
    json.writeNumberProperty("cutOff", retailer.cutOff());
    json.writeStringProperty("computedAt", retailer.computedAt().toString());
    json.writeNumberProperty("users", retailer.users());
    json.writeArrayPropertyStart("segments");
    for (SegmentResult segment : retailer.segments()) write(segment, json);
    json.writeEndArray();
    json.writeArrayPropertyStart("audiences");
    for (AudienceResult audience : retailer.audiences()) write(audience, json);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(SegmentResult segment, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("segmentId", segment.segmentId());
    json.writeNumberProperty("accountId", segment.accountId());
    json.writeStringProperty("contentId", segment.contentId());
    json.writeNumberProperty("size", segment.size());
    json.writeNumberProperty("identifiers", segment.identifiers());
    json.writeNumberProperty("matches", segment.matches());
    write(segment.channels(), json);
    json.writeEndObject();
  }

  private static void write(AudienceResult audience, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("audienceId", audience.audienceId());
    json.writeNumberProperty("accountId", audience.accountId());
    json.writeStringProperty("contentId", audience.contentId());
    json.writeNumberProperty("size", audience.size());
    write(audience.channels(), json);
    Set<Long> borrowed = audience.borrowed();
    if (borrowed != null) {
      json.writeArrayPropertyStart("borrowed");
      for (long segmentId : borrowed) json.writeNumber(segmentId);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(Set<Channel> channels, JsonGenerator json) {
    json.writeArrayPropertyStart("channels");
    for (Channel channel : channels) json.writeString(channel.name());
    json.writeEndArray();
  }
}
