package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.contract.published.PublishedDocuments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A plain client of a server: it tries nothing twice, and holds what it is answered to the
 * published documents. Safe for use by many threads.
 */
public final class Wire {
  public static final String API = "/2027-01/retail-media";

  /** What all clients were answered. */
  static final PublishedDocuments PUBLISHED = new PublishedDocuments();

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  /** What was answered. */
  public record Answer(int status, JsonNode body) {
    public JsonNode data() {
      return body.path("data");
    }
  }

  private Wire(URI base, String clientId, String clientSecret) throws IOException {
    this.base = base;
    String form =
        "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + clientSecret;
    this.token =
        send(HttpRequest.newBuilder(base.resolve("/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)))
            .body()
            .path("access_token")
            .asString();
  }

  public static Wire signIn(URI base, String clientId, String clientSecret) throws IOException {
    return new Wire(base, clientId, clientSecret);
  }

  public Answer get(String path) throws IOException {
    return send(request(path).GET());
  }

  public Answer post(String path, Object body) throws IOException {
    return send("POST", path, body);
  }

  public Answer send(String method, String path, Object body) throws IOException {
    String json = body instanceof String text ? text : JSON.writeValueAsString(body);
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)));
  }

  /** Sends a write under a key. */
  Answer sendOnce(String key, String method, String path, String type, String body)
      throws IOException {
    return send(
        request(path)
            .header("Content-Type", type)
            .header("Idempotency-Key", key)
            .method(method, BodyPublishers.ofString(body)));
  }

  /** Posts lines of JSON. */
  Answer postLines(String path, String lines) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
  }

  /** What an open path says, as it says it. */
  String text(String path) throws IOException {
    return new String(exchange(HttpRequest.newBuilder(base.resolve(path))).body(), UTF_8);
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    HttpResponse<byte[]> answer = exchange(request);
    byte[] body = answer.body();
    return new Answer(
        answer.statusCode(), body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body));
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws IOException {
    try {
      HttpRequest asked = request.timeout(Duration.ofSeconds(60)).build();
      HttpResponse<byte[]> answer = http.send(asked, BodyHandlers.ofByteArray());
      PUBLISHED.check(asked.method(), asked.uri().getRawPath(), answer.statusCode(), answer.body());
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes a contact list; returns its id. */
  String createSegment(String account, String retailer, String name, String type)
      throws IOException {
    Map<String, Object> attributes =
        Map.of("name", name, "retailerId", retailer, "contactList", Map.of("identifierType", type));
    return created("/accounts/" + account + "/audience-segments/create", attributes);
  }

  /** Makes an audience; returns its id. */
  String createAudience(String account, String retailer, String name, Object algebra)
      throws IOException {
    return created(
        "/accounts/" + account + "/audiences/create",
        Map.of("name", name, "retailerId", retailer, "algebra", algebra));
  }

  private String created(String path, Map<String, Object> attributes) throws IOException {
    Answer answer = post(API + path, Map.of("data", List.of(Map.of("attributes", attributes))));
    return answer.data().path(0).path("id").asString();
  }

  public Answer amend(String segment, String operation, Collection<String> identifiers)
      throws IOException {
    return post(
        API + "/audience-segments/" + segment + "/contact-list/add-remove",
        Map.of(
            "data",
            Map.of("attributes", Map.of("operation", operation, "identifiers", identifiers))));
  }

  /** Makes the identifiers the whole content of a list, in two parts. */
  Answer replace(String account, String segment, List<String> identifiers) throws IOException {
    String path = "/v1/accounts/" + account + "/audience-segments/" + segment + "/replace";
    String replacement = path + "/" + post(path, Map.of()).data().path("id").asString();
    int half = identifiers.size() / 2;
    for (List<String> part :
        List.of(identifiers.subList(0, half), identifiers.subList(half, identifiers.size()))) {
      Map<String, Object> attributes = Map.of("operation", "add", "identifiers", part);
      if (!part.isEmpty())
        post(replacement + "/add-remove", Map.of("data", Map.of("attributes", attributes)));
    }
    return post(replacement + "/commit?force=true", Map.of());
  }

  /** All operations on a list, the latest first. */
  List<JsonNode> history(String account, String segment) throws IOException {
    String path = "/v1/accounts/" + account + "/audience-segments/" + segment + "/history";
    List<JsonNode> operations = new ArrayList<>();
    JsonNode page;
    do {
      page = get(path + "?limit=500&offset=" + operations.size()).data();
      page.forEach(operation -> operations.add(operation.path("attributes")));
    } while (!page.isEmpty());
    return operations;
  }

  public Answer clear(String segment) throws IOException {
    return post(API + "/audience-segments/" + segment + "/contact-list/clear", Map.of());
  }

  /** The contact list's identifiers and matches. */
  JsonNode statistics(String account, String segment) throws IOException {
    return get(API + "/accounts/" + account + "/audience-segments/" + segment + "/contact-list")
        .data()
        .path("attributes");
  }

  /** The answers for one shopper each, known by one identifier. */
  JsonNode lookup(String retailer, String type, List<String> values) throws IOException {
    List<Object> shoppers =
        values.stream()
            .<Object>map(value ->
                Map.of(
                    "attributes",
                    Map.of("identifiers", List.of(Map.of("type", type, "value", value)))))
            .toList();
    return post("/v1/retailers/" + retailer + "/lookup", Map.of("data", shoppers)).data();
  }
}
