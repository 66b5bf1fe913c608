package dev.rollcall.http.retailmedia;

import static dev.rollcall.audience.Permission.CAMPAIGNS_MANAGE;
import static dev.rollcall.audience.Permission.CAMPAIGNS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;
import static dev.rollcall.http.Method.PUT;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.LineItems;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Targeting;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Which audiences a line item targets. */
public final class TargetingRoutes {
  private static final String TARGETING = "/preferred-line-items/{line-item}/targeting/audiences";

  private final LineItems lineItems;

  public TargetingRoutes(LineItems lineItems) {
    this.lineItems = lineItems;
  }

  public List<Route> routes() {
    return List.of(
        Route.retailMedia(GET, TARGETING, Version.STABLE, CAMPAIGNS_READ, this::get),
        Route.retailMedia(PUT, TARGETING, Version.STABLE, CAMPAIGNS_MANAGE, this::put),
        Route.retailMedia(
            POST, TARGETING + "/append", Version.STABLE, CAMPAIGNS_MANAGE, this::append),
        Route.retailMedia(
            POST, TARGETING + "/delete", Version.STABLE, CAMPAIGNS_MANAGE, this::delete));
  }

  private Response get(Call call) {
    return answer(
        lineItems.find(call.application(), call.id("line-item")).map(LineItem::targeting));
  }

  private Response put(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes");
    Targeting targeting =
        new Targeting(scope(attributes.at("scope")), attributes.at("audienceIds").ids());
    return call.together(
        () -> answer(lineItems.target(call.application(), call.id("line-item"), targeting)));
  }

  private static Targeting.Scope scope(JsonValue given) {
    String name = given.string();
    return Arrays.stream(Targeting.Scope.values())
        .filter(scope -> scope.wireName().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> given.notA("include or exclude"));
  }

  private Response append(Call call) {
    Set<Long> ids = audienceIds(call);
    return call.together(
        () -> answer(lineItems.append(call.application(), call.id("line-item"), ids)));
  }

  private Response delete(Call call) {
    Set<Long> ids = audienceIds(call);
    return call.together(
        () -> answer(lineItems.delete(call.application(), call.id("line-item"), ids)));
  }

  private static Set<Long> audienceIds(Call call) {
    return call.json().at("data").at("attributes").at("audienceIds").ids();
  }

  private static Response answer(Outcome<Targeting> outcome) {
    Targeting targeting = Outcomes.value(outcome);
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "AudienceTarget");
          out.writeObjectPropertyStart("attributes");
          out.writeStringProperty("scope", targeting.scope().wireName());
          Envelope.array(
              out,
              "audienceIds",
              targeting.audienceIds(),
              (o, id) -> o.writeString(Long.toString(id)));
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
