package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.CAMPAIGNS_MANAGE;
import static dev.rollcall.audience.Permission.CAMPAIGNS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.PUT;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.LineItemDraft;
import dev.rollcall.audience.LineItems;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.json.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Registers line items, under the ids that the caller's own systems gave them. */
public final class LineItemRoutes {
  private final LineItems lineItems;

  public LineItemRoutes(LineItems lineItems) {
    this.lineItems = lineItems;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(GET, "/line-items", CAMPAIGNS_READ, this::list),
        Route.own(GET, "/line-items/{line-item}", CAMPAIGNS_READ, this::get),
        Route.own(PUT, "/line-items/{line-item}", CAMPAIGNS_MANAGE, this::put));
  }

  private Response list(Call call) {
    Set<Long> granted = call.application().accountIds();
    Set<Long> wanted = call.query().ids("accountId").orElse(granted);
    if (!granted.containsAll(wanted)) throw denied();
    List<LineItem> found =
        wanted.stream().sorted().flatMap(id -> lineItems.ofAccount(id).stream()).toList();
    Paging paging = Paging.of(call);
    return Envelope.page(
        paging.slice(found), paging.offset(), paging.limit(), LineItemRoutes::write);
  }

  private Response get(Call call) {
    LineItem lineItem = Outcomes.value(lineItems.find(call.application(), call.id("line-item")));
    return Envelope.data(200, out -> write(out, lineItem));
  }

  private Response put(Call call) {
    long id = call.id("line-item");
    if (id == JsonValue.UNKNOWN_ID) {
      throw new Refusal(
          ProblemCode.INVALID_VALUE.because(
              "A line item's id is a whole number from 1 to " + Long.MAX_VALUE));
    }
    JsonValue attributes = call.json().at("data").at("attributes");
    long accountId = attributes.at("accountId").id();
    if (!call.application().accountIds().contains(accountId)) throw denied();
    LineItemDraft draft =
        new LineItemDraft(
            id,
            accountId,
            attributes.at("retailerId").id(),
            attributes.at("name").optional().map(JsonValue::string).orElse(null),
            attributes.at("start").optional().map(JsonValue::instant).orElse(null),
            attributes.at("end").optional().map(JsonValue::instant).orElse(null));
    return call.together(() -> {
      LineItem lineItem = Outcomes.value(lineItems.put(call.application(), draft));
      return Envelope.data(200, out -> write(out, lineItem));
    });
  }

  private static Refusal denied() {
    return new Refusal(
        ProblemCode.PERMISSION_DENIED.because("The application has no access to this account"));
  }

  private static void write(JsonGenerator out, LineItem lineItem) {
    out.writeStartObject();
    out.writeStringProperty("id", Long.toString(lineItem.id()));
    out.writeStringProperty("type", "LineItem");
    out.writeObjectPropertyStart("attributes");
    out.writeStringProperty("name", lineItem.name());
    out.writeStringProperty("accountId", Long.toString(lineItem.accountId()));
    out.writeStringProperty("retailerId", Long.toString(lineItem.retailerId()));
    time(out, "start", lineItem.start());
    time(out, "end", lineItem.end());
    out.writeObjectPropertyStart("targeting");
    out.writeStringProperty("scope", lineItem.targeting().scope().wireName());
    Envelope.array(
        out,
        "audienceIds",
        lineItem.targeting().audienceIds(),
        (o, id) -> o.writeString(Long.toString(id)));
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void time(JsonGenerator out, String name, @Nullable Instant time) {
    if (time == null) out.writeNullProperty(name);
    else out.writeStringProperty(name, time.toString());
  }
}
