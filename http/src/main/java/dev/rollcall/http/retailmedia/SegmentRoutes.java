package dev.rollcall.http.retailmedia;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.PATCH;
import static dev.rollcall.http.Method.POST;
import static dev.rollcall.http.Method.PUT;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Change;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.SegmentDraft;
import dev.rollcall.audience.SegmentEdit;
import dev.rollcall.audience.SegmentFilter;
import dev.rollcall.audience.SegmentType;
import dev.rollcall.audience.Segments;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/** Bulk create, update, delete and search of audience segments. */
public final class SegmentRoutes {
  private static final String SEGMENTS = "/accounts/{account}/audience-segments";

  private final Segments segments;
  private final Limits limits;

  public SegmentRoutes(Segments segments, Limits limits) {
    this.segments = segments;
    this.limits = limits;
  }

  public List<Route> routes() {
    return List.of(
        Route.retailMedia(POST, SEGMENTS + "/create", Version.ALL, AUDIENCES_MANAGE, this::create),
        Route.retailMedia(PATCH, SEGMENTS, Version.ALL, AUDIENCES_MANAGE, this::update),
        Route.retailMedia(POST, SEGMENTS + "/delete", Version.ALL, AUDIENCES_MANAGE, this::delete),
        Route.retailMedia(POST, SEGMENTS + "/search", Version.ALL, AUDIENCES_READ, this::search)
            .reading(),
        Route.own(PUT, SEGMENTS + "/by-name/{name}", AUDIENCES_MANAGE, this::ensure));
  }

  private Response create(Call call) {
    var drafts = BulkItems.read(call, limits, item -> draft(item.at("attributes"), call.version()));
    return call.together(
        () -> Envelope.bulk(call, segments.create(call.id("account"), drafts), seenBy(call)));
  }

  /** Makes what the newest wire can make, whatever the version of the caller's other requests. */
  private Response ensure(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes").required();
    SegmentDraft asked =
        new SegmentDraft(
            call.parameter("name"),
            attributes.at("description").optional().map(JsonValue::string),
            attributes.at("retailerId").id(),
            definition(attributes, Version.PREVIEW));
    return call.together(() -> {
      Segments.Ensured ensured = Outcomes.value(segments.ensure(call.id("account"), asked));
      return Envelope.data(
          ensured.made() ? 201 : 200,
          out -> Entities.segment(out, ensured.segment(), call.id("account")));
    });
  }

  private static SegmentDraft draft(JsonValue attributes, Version version) {
    return new SegmentDraft(
        attributes.at("name").optional().map(JsonValue::string).orElse(null),
        attributes.at("description").optional().map(JsonValue::string),
        attributes.at("retailerId").id(),
        definition(attributes, version));
  }

  private static Definition definition(JsonValue attributes, Version version) {
    JsonValue list = attributes.at("contactList");
    JsonValue events = attributes.at("events");
    if (list.absent() == events.absent()) {
      String detail = "give exactly one of contactList and events";
      throw new Refusal(attributes.problem(ProblemCode.SEGMENT_TYPE_REQUIRED, detail));
    }
    if (!events.absent()) {
      supported(events, version);
      return EventsJson.read(events);
    }
    JsonValue type = list.at("identifierType");
    if (type.absent()) {
      String detail = "contactList.identifierType must be one of " + Entities.IDENTIFIER_TYPES;
      throw new Refusal(type.problem(ProblemCode.IDENTIFIER_TYPE_REQUIRED, detail));
    }
    return new Definition.ContactList(
        IdentifierType.parse(type.string())
            .orElseThrow(() -> type.notA("one of " + Entities.IDENTIFIER_TYPES)));
  }

  private static void supported(JsonValue events, Version version) {
    if (!version.stable()) return;
    String detail =
        "Version " + version.wireName() + " has contact lists only; events belong to preview";
    throw new Refusal(events.problem(ProblemCode.EVENTS_NOT_SUPPORTED, detail));
  }

  private Response update(Call call) {
    var edits = BulkItems.read(call, limits, item -> edit(item, call.version()));
    return call.together(
        () -> Envelope.bulk(call, segments.update(call.id("account"), edits), seenBy(call)));
  }

  /** Writes segments as the account in the path sees them. */
  private static BiConsumer<JsonGenerator, AudienceSegment> seenBy(Call call) {
    long accountId = call.id("account");
    return (out, segment) -> Entities.segment(out, segment, accountId);
  }

  private static SegmentEdit edit(JsonValue item, Version version) {
    JsonValue attributes = item.at("attributes");
    JsonValue type = attributes.at("contactList").at("identifierType");
    if (!type.absent()) {
      String detail = "The identifier type of a list is fixed; make a new segment";
      throw new Refusal(type.problem(ProblemCode.IDENTIFIER_TYPE_IMMUTABLE, detail));
    }
    JsonValue events = attributes.at("events");
    if (!events.absent()) supported(events, version);
    return new SegmentEdit(
        item.at("id").id(),
        attributes
            .at("name")
            .optional()
            .map(name -> Change.set(name.string()))
            .orElseGet(Change::keep),
        attributes.at("description").nillable(),
        events.optional().map(EventsJson::edit));
  }

  private Response delete(Call call) {
    var ids = BulkItems.ids(call, limits);
    return call.together(() ->
        Envelope.bulk(
            call,
            segments.delete(call.id("account"), ids),
            (out, id) -> Entities.id(out, id, "AudienceSegment")));
  }

  private Response search(Call call) {
    int offset = call.query().paging("offset", 0, 0, Integer.MAX_VALUE);
    int limit = call.query().paging("limit", Limits.PAGE, 0, Limits.PAGE);
    SegmentFilter filter = filter(call.json().at("data").at("attributes"));
    return Envelope.page(
        segments.search(call.id("account"), filter, offset, limit), offset, limit, seenBy(call));
  }

  private static SegmentFilter filter(JsonValue attributes) {
    return new SegmentFilter(
        attributes.at("audienceSegmentIds").optional().map(JsonValue::ids),
        attributes.at("audienceSegmentTypes").optional().map(SegmentRoutes::types),
        attributes.at("retailerIds").optional().map(JsonValue::ids),
        attributes.at("names").optional().map(JsonValue::names));
  }

  private static Set<SegmentType> types(JsonValue given) {
    Set<SegmentType> types = new LinkedHashSet<>();
    for (JsonValue item : given.items()) {
      Optional<SegmentType> type = SegmentType.parse(item.string());
      if (type.isEmpty() && !item.string().equals("Unknown"))
        throw item.notA("ContactList or Events");
      type.ifPresent(types::add);
    }
    return types;
  }
}
