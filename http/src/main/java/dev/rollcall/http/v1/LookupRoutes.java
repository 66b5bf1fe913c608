package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.SERVING_READ;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.LookupAnswer;
import dev.rollcall.compute.LookupAnswer.Reflects;
import dev.rollcall.compute.Lookups;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Tells ad servers which audiences a shopper is in; not counted towards the rate limit. */
public final class LookupRoutes {
  /** Shoppers in one request, at most. */
  static final int MAX_SHOPPERS = 1_000;

  private final Lookups lookups;
  private final ShopperReader shoppers = new ShopperReader();

  public LookupRoutes(Lookups lookups) {
    this.lookups = lookups;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, "/retailers/{retailer}/lookup", SERVING_READ, this::lookup)
            .uncounted()
            .reading()
            .atOnceWhile(this::ready));
  }

  private boolean ready(Map<String, String> parameters) {
    return lookups.ready(JsonValue.parseId(parameters.getOrDefault("retailer", "")));
  }

  private Response lookup(Call call) {
    JsonValue data = call.json().at("data");
    return data.isArray() ? several(call, data.items()) : one(call, data);
  }

  private Response one(Call call, JsonValue data) {
    List<Identifier> shopper = shoppers.read(data);
    LookupAnswer answer =
        lookups.lookup(call.id("retailer"), shopper, call.application().accountIds());
    return Envelope.data(200, out -> write(out, answer));
  }

  /**
   * Answers in the order asked; a shopper who cannot be understood has an empty answer in its
   * place, and a problem.
   */
  private Response several(Call call, List<JsonValue> data) {
    if (data.size() > MAX_SHOPPERS) {
      String detail =
          "data has " + data.size() + " shoppers, at most " + MAX_SHOPPERS + " are allowed";
      throw new Refusal(ProblemCode.BULK_LIMIT_EXCEEDED.at("@data", detail));
    }
    List<List<Identifier>> asked = new ArrayList<>(data.size());
    List<Problem> problems = new ArrayList<>();
    boolean[] refused = new boolean[data.size()];
    for (JsonValue item : data) {
      try {
        asked.add(shoppers.read(item));
      } catch (Refusal refusal) {
        refused[asked.size()] = true;
        problems.add(refusal.problem().inItem(asked.size()));
        asked.add(List.of());
      }
    }
    Set<Long> accountIds = call.application().accountIds();
    List<LookupAnswer> answers = lookups.lookupAll(call.id("retailer"), asked, accountIds);
    return Envelope.data(
        call,
        out -> {
          out.writeStartArray();
          for (int i = 0; i < answers.size(); i++) {
            LookupAnswer answer = answers.get(i);
            write(
                out,
                refused[i] ? new LookupAnswer(List.of(), List.of(), answer.reflects()) : answer);
          }
          out.writeEndArray();
        },
        problems);
  }

  private static void write(JsonGenerator out, LookupAnswer answer) {
    out.writeStartObject();
    out.writeStringProperty("type", "Lookup");
    out.writeObjectPropertyStart("attributes");
    Envelope.array(
        out, "audienceIds", answer.audienceIds(), (o, id) -> o.writeString(Long.toString(id)));
    Envelope.array(
        out, "lineItemIds", answer.lineItemIds(), (o, id) -> o.writeString(Long.toString(id)));
    switch (answer.reflects()) {
      case Reflects.Log(long position) ->
          out.writeStringProperty("logPosition", Long.toString(position));
      case Reflects.Published(long snapshotId, long cutOff) -> {
        out.writeStringProperty("snapshotId", Long.toString(snapshotId));
        out.writeStringProperty("cutOff", Long.toString(cutOff));
      }
      case Reflects.Nothing() -> out.writeNullProperty("snapshotId");
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
