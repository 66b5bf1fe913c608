package dev.rollcall.http;

import dev.rollcall.contract.published.PublishedDocuments;
import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Writes requests for tests and reads their answers, with no socket between. */
public final class Wire {
  private final Function<Request, Response> api;
  private final Map<String, String> headers;

  private Wire(Function<Request, Response> api, Map<String, String> headers) {
    this.api = api;
    this.headers = Map.copyOf(headers);
  }

  /** A client of the API, which is held to the published documents. */
  public static Wire to(Api api) {
    PublishedDocuments published = new PublishedDocuments();
    return to(new Watch(api, exchange -> exchange.hold(published)));
  }

  static Wire to(Function<Request, Response> api) {
    return new Wire(api, Map.of());
  }

  /** The same client with a header more, or with another value for it. */
  public Wire with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Wire(api, more);
  }

  public Wire signedInWith(String token) {
    return with("authorization", "Bearer " + token);
  }

  public Response get(String target) {
    return send("GET", target, new byte[0]);
  }

  /** Sends a JSON document, written for brevity with single quotes in the place of double ones. */
  public Response post(String target, String json) {
    return sendJson("POST", target, json);
  }

  public Response put(String target, String json) {
    return sendJson("PUT", target, json);
  }

  public Response patch(String target, String json) {
    return sendJson("PATCH", target, json);
  }

  private Response sendJson(String method, String target, String json) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return (headers.containsKey("content-type") ? this : with("content-type", "application/json"))
        .send(method, target, body);
  }

  public Response send(String method, String target, byte[] body) {
    return send(method, target, new ByteArrayInputStream(body));
  }

  public Response send(String method, String target, InputStream body) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return api.apply(
        new Request(
            method,
            path,
            query < 0 ? "" : target.substring(query + 1),
            Headers.of(headers),
            InetAddress.getLoopbackAddress(),
            body));
  }

  /** The body of an answer. */
  public static JsonValue json(Response response) {
    return Json.read(new ByteArrayInputStream(response.body()));
  }

  /** The body of an answer, to be compared, with single quotes in the place of double ones. */
  public static String text(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  /** The code of the first error of an answer. */
  public static String error(Response response) {
    return json(response).at("errors").items().getFirst().at("code").string();
  }
}
