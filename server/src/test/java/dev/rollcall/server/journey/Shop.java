package dev.rollcall.server.journey;

import static dev.rollcall.server.Wire.API;
import static dev.rollcall.server.journey.Caller.attributes;
import static dev.rollcall.server.journey.CompleteJourney.byNumber;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Definition;
import dev.rollcall.server.journey.PlainShop.Statistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** One account's lists, audiences and line items at one retailer of a running server. */
final class Shop {
  /** Shoppers in one lookup, at most. */
  private static final int LOOKUP = 1_000;

  private final Caller api;
  private final String accountId;
  private final String retailerId;
  private final NavigableMap<String, String> segmentIds = new TreeMap<>();
  private final NavigableMap<String, String> audienceIds = new TreeMap<>();

  Shop(Caller api, String accountId, String retailerId) {
    this.api = api;
    this.accountId = accountId;
    this.retailerId = retailerId;
  }

  /** What lookups of many households said: the households of each audience and line item. */
  record Served(Map<String, Set<String>> audiences, Map<String, Set<String>> lineItems) {}

  /** Makes contact lists, given the identifier type of each. */
  void makeLists(NavigableMap<String, String> types) {
    List<Object> items = new ArrayList<>();
    types.forEach((name, type) -> items.add(segment(name, type)));
    JsonNode made = api.post(inAccount("/audience-segments/create"), Map.of("data", items));
    name(segmentIds, List.copyOf(types.keySet()), made);
  }

  private Object segment(String name, String type) {
    Map<String, Object> list = Map.of("identifierType", type);
    return Map.of(
        "attributes", Map.of("name", name, "retailerId", retailerId, "contactList", list));
  }

  /** Makes segments of shopping events, which belong to preview. */
  void makeEventSegments(NavigableMap<String, Definition.Events> definitions) {
    List<Object> items = new ArrayList<>();
    definitions.forEach((name, wanted) ->
        items.add(
            Map.of(
                "attributes",
                Map.of("name", name, "retailerId", retailerId, "events", events(wanted)))));
    String path = "/preview/retail-media/accounts/" + accountId + "/audience-segments/create";
    JsonNode made = api.post(path, Map.of("data", items));
    name(segmentIds, List.copyOf(definitions.keySet()), made);
  }

  private static Map<String, Object> events(Definition.Events wanted) {
    Map<String, Object> events = new TreeMap<>();
    events.put("shopperActivity", wanted.activity().wireName());
    events.put("lookbackDays", wanted.window().wireName());
    if (!wanted.brandIds().isEmpty()) events.put("brandIds", wanted.brandIds());
    if (!wanted.categoryIds().isEmpty()) events.put("categoryIds", wanted.categoryIds());
    wanted.minPrice().ifPresent(price -> events.put("minPrice", price));
    wanted.maxPrice().ifPresent(price -> events.put("maxPrice", price));
    return events;
  }

  void makeAudiences(NavigableMap<String, Choice> choices) {
    List<Object> items = new ArrayList<>();
    choices.forEach((name, choice) -> items.add(audience(name, choice)));
    JsonNode made = api.post(inAccount("/audiences/create"), Map.of("data", items));
    name(audienceIds, List.copyOf(choices.keySet()), made);
  }

  /** The whole answer to a request to make an audience. */
  JsonNode tryAudience(String name, Choice choice) {
    Map<String, Object> body = Map.of("data", List.of(audience(name, choice)));
    return api.send("POST", inAccount("/audiences/create"), body).body();
  }

  private Map<String, Object> audience(String name, Choice choice) {
    Map<String, Object> algebra = choice.json(this::segmentId);
    return Map.of("attributes", Map.of("name", name, "retailerId", retailerId, "algebra", algebra));
  }

  private static void name(Map<String, String> ids, List<String> names, JsonNode made) {
    assertThat(made).hasSameSizeAs(names);
    for (int i = 0; i < names.size(); i++) {
      assertThat(made.path(i).path("attributes").path("name").asString()).isEqualTo(names.get(i));
      ids.put(names.get(i), made.path(i).path("id").asString());
    }
  }

  private String segmentId(String name) {
    return Objects.requireNonNull(segmentIds.get(name), "there is no such list");
  }

  private String audienceId(String name) {
    return Objects.requireNonNull(audienceIds.get(name), "there is no such audience");
  }

  void amend(String list, boolean add, ContactForm form, Collection<String> households) {
    List<String> identifiers = households.stream().map(form::of).toList();
    JsonNode receipt =
        api.post(
            API + "/audience-segments/" + segmentId(list) + "/contact-list/add-remove",
            attributes(Map.of("operation", add ? "add" : "remove", "identifiers", identifiers)));
    assertThat(receipt.path("nbValidIdentifiers").asInt()).isEqualTo(identifiers.size());
    assertThat(receipt.path("nbInvalidIdentifiers").asInt()).isZero();
  }

  void clear(String list) {
    String path = API + "/audience-segments/" + segmentId(list) + "/contact-list/clear";
    assertThat(api.send("POST", path, Map.of()).status()).isEqualTo(201);
  }

  Map<String, Statistics> statistics() {
    Map<String, Statistics> statistics = new TreeMap<>();
    segmentIds.forEach((name, id) -> {
      JsonNode told =
          api.get(inAccount("/audience-segments/" + id + "/contact-list")).path("attributes");
      statistics.put(
          name,
          new Statistics(
              told.path("numberOfIdentifiers").asLong(),
              told.path("numberOfMatches").asLong(),
              told.path("matchRate").asDouble()));
    });
    return statistics;
  }

  /** The retailer's part of a snapshot. */
  JsonNode snapshot(String snapshotId) {
    JsonNode snapshot = api.get("/v1/snapshots/" + snapshotId).path("attributes");
    return snapshot
        .path("retailers")
        .valueStream()
        .filter(retailer -> retailer.path("retailerId").asString().equals(retailerId))
        .findFirst()
        .orElseThrow();
  }

  Map<String, Integer> segmentSizes(JsonNode snapshot) {
    return sizes(snapshot.path("segments"), "audienceSegmentId", segmentIds);
  }

  Map<String, Integer> audienceSizes(JsonNode snapshot) {
    return sizes(snapshot.path("audiences"), "audienceId", audienceIds);
  }

  private static Map<String, Integer> sizes(
      JsonNode results, String idMember, Map<String, String> ids) {
    Map<String, Integer> byId = new TreeMap<>();
    results.forEach(
        result -> byId.put(result.path(idMember).asString(), result.path("size").asInt()));
    Map<String, Integer> sizes = new TreeMap<>();
    ids.forEach((name, id) -> sizes.put(name, byId.getOrDefault(id, -1)));
    return sizes;
  }

  /** Looks all households up, each by its identifier in one form. */
  Served lookup(ContactForm form, Collection<String> households) {
    Map<String, Set<String>> byAudienceId = new TreeMap<>();
    Map<String, Set<String>> byLineItem = new TreeMap<>();
    List<String> asked = List.copyOf(households);
    for (int from = 0; from < asked.size(); from += LOOKUP) {
      List<String> some = asked.subList(from, Math.min(from + LOOKUP, asked.size()));
      JsonNode told = lookupSome(form, some);
      for (int i = 0; i < some.size(); i++) {
        JsonNode user = told.path(i).path("attributes");
        put(byAudienceId, user.path("audienceIds"), some.get(i));
        put(byLineItem, user.path("lineItemIds"), some.get(i));
      }
    }
    Map<String, Set<String>> byAudience = new TreeMap<>();
    audienceIds.forEach(
        (name, id) -> byAudience.put(name, byAudienceId.getOrDefault(id, Set.of())));
    return new Served(byAudience, byLineItem);
  }

  private JsonNode lookupSome(ContactForm form, List<String> households) {
    List<Object> shoppers = new ArrayList<>();
    for (String household : households) {
      Object identifier = Map.of("type", form.type(), "value", form.of(household));
      shoppers.add(Map.of("attributes", Map.of("identifiers", List.of(identifier))));
    }
    JsonNode told = api.post(atRetailer("/lookup"), Map.of("data", shoppers));
    assertThat(told).hasSameSizeAs(households);
    return told;
  }

  private static void put(Map<String, Set<String>> sets, JsonNode ids, String household) {
    ids.forEach(
        id -> sets.computeIfAbsent(id.asString(), any -> new TreeSet<>(byNumber())).add(household));
  }

  /** Registers a line item of this account and retailer. */
  void putLineItem(String id, String start, String end) {
    api.put(
        "/v1/line-items/" + id,
        attributes(
            Map.of(
                "accountId", accountId,
                "retailerId", retailerId,
                "name", "Line item " + id,
                "start", start,
                "end", end)));
  }

  void target(String lineItem, String scope, String... audiences) {
    List<String> ids = List.of(audiences).stream().map(this::audienceId).toList();
    api.put(
        API + "/preferred-line-items/" + lineItem + "/targeting/audiences",
        attributes(Map.of("scope", scope, "audienceIds", ids)));
  }

  void publish(String publication) {
    JsonNode retailer = api.patch(atRetailer(""), attributes(Map.of("publication", publication)));
    assertThat(retailer.path("attributes").path("publication").asString()).isEqualTo(publication);
  }

  private String inAccount(String path) {
    return API + "/accounts/" + accountId + path;
  }

  private String atRetailer(String path) {
    return "/v1/retailers/" + retailerId + path;
  }
}
