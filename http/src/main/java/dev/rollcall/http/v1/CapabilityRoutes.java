package dev.rollcall.http.v1;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Limits;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Access;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.SafeRetry;
import dev.rollcall.http.Version;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Tells what this server can do, and within which limits. */
public final class CapabilityRoutes {
  /** What there is beyond the published API. */
  private static final List<String> FEATURES =
      List.of(
          "safe-retry",
          "exact-report",
          "operations",
          "history",
          "undo",
          "restore",
          "replace",
          "names-filter",
          "by-name");

  private final Limits limits;
  private final Duration retryRetention;

  public CapabilityRoutes(Limits limits, Duration retryRetention) {
    this.limits = limits;
    this.retryRetention = retryRetention;
  }

  public List<Route> routes() {
    return List.of(Route.own(Method.GET, "/capabilities", new Access.AnyToken(), this::get));
  }

  private Response get(Call call) {
    return Envelope.data(200, this::write);
  }

  private void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("type", "Capabilities");
    out.writeObjectPropertyStart("attributes");
    out.writeObjectPropertyStart("versions");
    versions(out, "stable", true);
    versions(out, "unstable", false);
    out.writeEndObject();
    Envelope.array(out, "features", FEATURES, JsonGenerator::writeString);
    out.writeObjectPropertyStart("safeRetry");
    out.writeStringProperty("header", "Idempotency-Key");
    out.writeNumberProperty("retentionSeconds", retryRetention.toSeconds());
    out.writeNumberProperty("maxKeyLength", SafeRetry.MAX_KEY);
    out.writeEndObject();
    out.writeObjectPropertyStart("limits");
    out.writeNumberProperty("identifiersPerRequest", ContactLists.MAX_IDENTIFIERS);
    out.writeNumberProperty("bulkItems", limits.bulkItems());
    out.writeNumberProperty("pageItems", Limits.PAGE);
    out.writeNumberProperty("algebraDepth", limits.groupDepth());
    out.writeNumberProperty("algebraLeaves", limits.leaves());
    out.writeNumberProperty("nameLength", Limits.NAME);
    out.writeNumberProperty("descriptionLength", Limits.DESCRIPTION);
    out.writeNumberProperty("bodyBytes", Accepts.USUAL_BYTES);
    out.writeNumberProperty("identityRowsPerRequest", IdentityPart.MAX_ROWS);
    out.writeNumberProperty("identityBodyBytes", IdentityRoutes.MAX_BYTES);
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void versions(JsonGenerator out, String name, boolean stable) {
    Envelope.array(
        out,
        name,
        Arrays.stream(Version.values()).filter(version -> version.stable() == stable).toList(),
        (o, version) -> o.writeString(version.wireName()));
  }
}
