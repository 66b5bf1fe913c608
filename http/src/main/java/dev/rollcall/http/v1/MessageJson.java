package dev.rollcall.http.v1;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.compute.Computation;
import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.Size;
import dev.rollcall.compute.webhook.EventBodies;
import dev.rollcall.compute.webhook.EventType;
import dev.rollcall.compute.webhook.Webhook;
import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonWriter;
import java.time.Instant;

/**
 * Messages to webhooks: the type, the time, and what the resource's own route begins with. The
 * sizes of lists and how many sets changed are left out, as not every application may know them
 * exactly, and so is the report on refused identifiers, as it may be long and a message is kept for
 * every webhook.
 */
public final class MessageJson implements EventBodies {
  @Override
  public String operation(EventType type, Instant at, OperationStatus status) {
    return message(type, at, out -> OperationJson.brief(out, status));
  }

  @Override
  public String computation(EventType type, Instant at, Computation computation) {
    return message(type, at, out -> ComputationJson.write(out, computation, Size.Right.MEASURED));
  }

  @Override
  public String test(Instant at, Webhook webhook) {
    return message(
        EventType.TEST,
        at,
        out -> {
          OperationJson.head(out, webhook.id(), "Webhook");
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private static String message(EventType type, Instant at, JsonWriter data) {
    byte[] json =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", type.wireName());
          out.writeStringProperty("timestamp", at.toString());
          out.writeName("data");
          data.write(out);
          out.writeEndObject();
        });
    return new String(json, UTF_8);
  }
}
