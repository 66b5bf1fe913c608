package dev.rollcall.http.retailmedia;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.PATCH;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.AudienceDraft;
import dev.rollcall.audience.AudienceEdit;
import dev.rollcall.audience.AudienceFilter;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Change;
import dev.rollcall.audience.Limits;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import dev.rollcall.http.json.JsonValue;
import java.util.List;

/** Bulk create, update, delete and search of audiences. */
public final class AudienceRoutes {
  private static final String AUDIENCES = "/accounts/{account}/audiences";

  private final Audiences audiences;
  private final Limits limits;

  public AudienceRoutes(Audiences audiences, Limits limits) {
    this.audiences = audiences;
    this.limits = limits;
  }

  public List<Route> routes() {
    return List.of(
        Route.retailMedia(POST, AUDIENCES + "/create", Version.ALL, AUDIENCES_MANAGE, this::create),
        Route.retailMedia(PATCH, AUDIENCES, Version.ALL, AUDIENCES_MANAGE, this::update),
        Route.retailMedia(POST, AUDIENCES + "/delete", Version.ALL, AUDIENCES_MANAGE, this::delete),
        Route.retailMedia(POST, AUDIENCES + "/search", Version.ALL, AUDIENCES_READ, this::search)
            .reading());
  }

  private Response create(Call call) {
    var drafts = BulkItems.read(call, limits, item -> draft(item.at("attributes")));
    return call.together(() ->
        Envelope.bulk(call, audiences.create(call.id("account"), drafts), Entities::audience));
  }

  private static AudienceDraft draft(JsonValue attributes) {
    return new AudienceDraft(
        attributes.at("name").optional().map(JsonValue::string).orElse(null),
        attributes.at("description").optional().map(JsonValue::string),
        attributes.at("retailerId").id(),
        AlgebraJson.read(attributes.at("algebra").required()));
  }

  private Response update(Call call) {
    var edits = BulkItems.read(call, limits, AudienceRoutes::edit);
    return call.together(
        () -> Envelope.bulk(call, audiences.update(call.id("account"), edits), Entities::audience));
  }

  private static AudienceEdit edit(JsonValue item) {
    JsonValue attributes = item.at("attributes");
    return new AudienceEdit(
        item.at("id").id(),
        attributes
            .at("name")
            .optional()
            .map(name -> Change.set(name.string()))
            .orElseGet(Change::keep),
        attributes.at("description").nillable(),
        attributes
            .at("algebra")
            .optional()
            .map(algebra -> Change.set(AlgebraJson.read(algebra)))
            .orElseGet(Change::keep));
  }

  private Response delete(Call call) {
    var ids = BulkItems.ids(call, limits);
    return call.together(() ->
        Envelope.bulk(
            call,
            audiences.delete(call.id("account"), ids),
            (out, id) -> Entities.id(out, id, "Audience")));
  }

  private Response search(Call call) {
    int offset = call.query().paging("offset", 0, 0, Integer.MAX_VALUE);
    int limit = call.query().paging("limit", Limits.PAGE, 0, Limits.PAGE);
    JsonValue attributes = call.json().at("data").at("attributes");
    AudienceFilter filter =
        new AudienceFilter(
            attributes.at("audienceIds").optional().map(JsonValue::ids),
            attributes.at("audienceSegmentIds").optional().map(JsonValue::ids),
            attributes.at("retailerIds").optional().map(JsonValue::ids),
            attributes.at("names").optional().map(JsonValue::names));
    return Envelope.page(
        audiences.search(call.id("account"), filter, offset, limit),
        offset,
        limit,
        Entities::audience);
  }
}
