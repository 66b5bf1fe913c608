package dev.rollcall.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox's first application, signed in; makes what the benchmarks need. */
final class Client implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String API = "/2026-07/retail-media";

  private final URI server;
  private final Wire wire;
  private final String token;
  private final String account;

  /** The retailer without an identity graph. */
  private final String retailer;

  Client(Sandbox sandbox) throws IOException {
    this.server = sandbox.url();
    this.wire = new Wire(server);
    JsonNode app = sandbox.directory().get("applications").get(0);
    this.token = signIn(app.get("clientId").stringValue(), app.get("clientSecret").stringValue());
    this.retailer =
        sandbox
            .directory()
            .get("retailers")
            .valueStream()
            .filter(r -> !r.get("identityGraph").booleanValue())
            .map(r -> r.get("id").asString())
            .findFirst()
            .orElseThrow();
    this.account =
        sandbox
            .directory()
            .get("accounts")
            .valueStream()
            .filter(
                a -> a.get("retailers").valueStream().anyMatch(r -> r.asString().equals(retailer)))
            .map(a -> a.get("id").asString())
            .findFirst()
            .orElseThrow();
  }

  private String signIn(String clientId, String secret) throws IOException {
    byte[] form =
        ("grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret)
            .getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length
            + "\r\n\r\n"
            + new String(form, StandardCharsets.UTF_8);
    return json(wire.send(head.getBytes(StandardCharsets.UTF_8))).get("access_token").stringValue();
  }

  Wire connect() throws IOException {
    return new Wire(server);
  }

  byte[] request(String method, String path, String body) {
    return Wire.request(method, path, token, body.getBytes(StandardCharsets.UTF_8));
  }

  JsonNode call(String method, String path, String body) throws IOException {
    return json(wire.send(request(method, path, body)));
  }

  private static JsonNode json(Wire.Answer answer) throws IOException {
    if (answer.status() / 100 != 2)
      throw new IOException("status " + answer.status() + ": " + answer.text());
    return answer.text().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.text());
  }

  String segment(String name, String identifierType) throws IOException {
    String body =
        """
        {"data":[{"attributes":{"name":"%s","retailerId":"%s","contactList":{"identifierType":"%s"}}}]}\
        """
            .formatted(name, retailer, identifierType);
    return created(call("POST", API + "/accounts/" + account + "/audience-segments/create", body));
  }

  String audience(String name, String algebra) throws IOException {
    String body =
        """
        {"data":[{"attributes":{"name":"%s","retailerId":"%s","algebra":%s}}]}\
        """
            .formatted(name, retailer, algebra);
    return created(call("POST", API + "/accounts/" + account + "/audiences/create", body));
  }

  private static String created(JsonNode answer) throws IOException {
    JsonNode item = answer.get("data").get(0);
    if (item == null) throw new IOException("refused: " + answer.get("errors"));
    return item.get("id").asString();
  }

  /** An add request made beforehand. */
  byte[] add(String segment, List<String> identifiers) {
    String quoted = identifiers.stream().map(i -> '"' + i + '"').collect(Collectors.joining(","));
    String body =
        "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[" + quoted + "]}}}";
    return request(
        "POST", API + "/audience-segments/" + segment + "/contact-list/add-remove", body);
  }

  /** A lookup request made beforehand. */
  byte[] lookup(String type, String value) {
    String body =
        "{\"data\":{\"attributes\":{\"identifiers\":[{\"type\":\""
            + type
            + "\",\"value\":\""
            + value
            + "\"}]}}}";
    return request("POST", "/v1/retailers/" + retailer + "/lookup", body);
  }

  /**
   * Moves the sandbox's clock past a slot and waits for its computation, which computes everything
   * from truth; returns its attributes.
   */
  JsonNode computeAt(Instant slot) throws IOException, InterruptedException {
    String body = "{\"data\":{\"attributes\":{\"advanceTo\":\"" + slot.plusSeconds(1) + "\"}}}";
    call("POST", "/v1/sandbox/clock", body);
    while (true) {
      for (JsonNode computation : call("GET", "/v1/computations?limit=5", "").get("data")) {
        JsonNode attributes = computation.get("attributes");
        if (!attributes.get("requestedAt").stringValue().equals(slot.toString())) continue;
        String state = attributes.get("state").stringValue();
        if (state.equals("succeeded")) return attributes;
        if (state.equals("failed")) throw new IOException("the computation failed");
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
