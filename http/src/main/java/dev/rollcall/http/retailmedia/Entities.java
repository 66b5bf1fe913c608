package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.SegmentType;
import dev.rollcall.identity.Channel;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the resources of the retail-media API as its documents have them. */
final class Entities {
  static final String IDENTIFIER_TYPES =
      Arrays.stream(IdentifierType.values())
          .map(IdentifierType::wireName)
          .collect(Collectors.joining(", "));

  private Entities() {}

  /** A resource of which only the id is told. */
  static void id(JsonGenerator out, long id, String type) {
    out.writeStartObject();
    head(out, id, type);
    out.writeObjectPropertyStart("attributes").writeEndObject();
    out.writeEndObject();
  }

  static void head(JsonGenerator out, long id, String type) {
    out.writeStringProperty("id", Long.toString(id));
    out.writeStringProperty("type", type);
  }

  /**
   * A segment as an account sees it.
   *
   * @param accountId the account, whose own it is or that it is shared with
   */
  static void segment(JsonGenerator out, AudienceSegment segment, long accountId) {
    out.writeStartObject();
    head(out, segment.id(), "AudienceSegment");
    out.writeObjectPropertyStart("attributes");
    out.writeStringProperty("name", segment.name());
    text(out, "description", segment.description());
    out.writeStringProperty("accountId", Long.toString(segment.accountId()));
    out.writeStringProperty("retailerId", Long.toString(segment.retailerId()));
    out.writeStringProperty("type", SegmentType.of(segment.definition()).wireName());
    channels(out, segment.channels());
    switch (segment.definition()) {
      case Definition.ContactList(var type) -> {
        out.writeObjectPropertyStart("contactList");
        out.writeStringProperty("identifierType", type.wireName());
        out.writeBooleanProperty("isReadOnly", segment.accountId() != accountId);
        out.writeStringProperty("sharingStatus", segment.sharing().status().wireName());
        out.writeEndObject();
        out.writeNullProperty("events");
      }
      case Definition.Events events -> {
        out.writeNullProperty("contactList");
        EventsJson.write(out, events);
      }
    }
    written(out, segment.createdAt(), segment.updatedAt(), segment.createdById());
    out.writeEndObject();
    out.writeEndObject();
  }

  static void audience(JsonGenerator out, Audiences.Reachable reachable) {
    Audience audience = reachable.audience();
    out.writeStartObject();
    head(out, audience.id(), "Audience");
    out.writeObjectPropertyStart("attributes");
    out.writeStringProperty("name", audience.name());
    text(out, "description", audience.description());
    out.writeStringProperty("accountId", Long.toString(audience.accountId()));
    out.writeStringProperty("retailerId", Long.toString(audience.retailerId()));
    channels(out, reachable.channels());
    out.writeName("algebra");
    AlgebraJson.write(out, audience.algebra());
    written(out, audience.createdAt(), audience.updatedAt(), audience.createdById());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void written(
      JsonGenerator out, Instant created, Instant updated, @Nullable Long createdById) {
    out.writeStringProperty("createdAt", created.toString());
    out.writeStringProperty("updatedAt", updated.toString());
    text(out, "createdById", createdById == null ? null : createdById.toString());
  }

  private static void channels(JsonGenerator out, Set<Channel> channels) {
    out.writeArrayPropertyStart("channels");
    for (Channel channel : Channel.values())
      if (channels.contains(channel)) out.writeString(channel.wireName());
    out.writeEndArray();
  }

  private static void text(JsonGenerator out, String name, @Nullable String value) {
    if (value == null) out.writeNullProperty(name);
    else out.writeStringProperty(name, value);
  }
}
