package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.contract.published.OpenApi;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One of each thing that a path names, the brand's own, and bodies that the document gives. */
final class Samples {
  private final ApiHarness api;
  private final String segment;
  private final String audience;
  private final Map<String, String> ids;

  /** Fills an API that has the {@link Seed} alone. */
  Samples(ApiHarness api) {
    this.api = api;
    segment = api.list("mails", "Email");
    api.add(segment, "'a@example.com'");
    String list = "/v1/accounts/1/audience-segments/" + segment;
    String operation = api.manager.get(list + "/history").text("/data/0/id");
    String replacement = api.manager.post(list + "/replace", "").text("/data/id");
    audience = api.audience("loyal", "{'audienceSegmentId':'" + segment + "'}");
    api.manager.put(
        "/v1/line-items/7",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x'}}}");
    String hooks = "/v1/accounts/1/webhooks";
    String draft =
        "{'data':{'attributes':{'url':'https://example.com','events':['operation.live']}}}";
    String webhook = api.manager.post(hooks, draft).id();
    String delivery = api.manager.post(hooks + "/" + webhook + "/test", "").id();
    String computation = api.compute();
    String snapshot = api.manager.get("/v1/snapshots").text("/data/0/id");
    ids =
        Map.ofEntries(
            Map.entry("account", "1"),
            Map.entry("retailer", "11"),
            Map.entry("name", "mails"),
            Map.entry("audience", audience),
            Map.entry("segment", segment),
            Map.entry("line-item", "7"),
            Map.entry("computation", computation),
            Map.entry("snapshot", snapshot),
            Map.entry("operation", operation),
            Map.entry("replacement", replacement),
            Map.entry("webhook", webhook),
            Map.entry("delivery", delivery));
  }

  String segment() {
    return segment;
  }

  String audience() {
    return audience;
  }

  /** What stands in a path for the brand's own things. */
  Map<String, String> ids() {
    return ids;
  }

  /** The path of a route in a version, of the things with these ids. */
  static String path(Route route, Version version, Map<String, String> ids) {
    String path = route.template().replace("{version}", version.wireName());
    for (Map.Entry<String, String> id : ids.entrySet())
      path = path.replace("{" + id.getKey() + "}", id.getValue());
    assertThat(path).as("an id for every parameter").doesNotContain("{");
    return path;
  }

  /** A media type that a route reads. */
  static String type(Route route) {
    return route.accepts().mediaTypes().stream().sorted().findFirst().orElse(Accepts.JSON);
  }

  /** A body that the document gives as an example, or nothing. */
  String example(Route route) {
    Version version = OwnDocuments.version(route);
    OpenApi document = api.own.of(version);
    String path = route.template().replace("{version}", version.wireName());
    JsonNode content =
        document
            .find(route.method().name(), path)
            .map(operation -> document.at(operation.pointer()).at("/requestBody/content"))
            .orElseThrow();
    for (String type : route.accepts().mediaTypes()) {
      JsonNode example = content.path(type).path("example");
      if (example.isString()) return example.stringValue();
      if (type.equals(Accepts.JSON)) return example.toString();
    }
    return "";
  }
}
