package dev.rollcall.bench.system;

import dev.rollcall.bench.load.AddRequest;
import dev.rollcall.bench.load.Kind;
import dev.rollcall.bench.load.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox's first application, signed in, at work for one retailer; makes what the benchmarks
 * need.
 */
public final class Client implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String API = "/2026-07/retail-media";

  /** Items in one bulk request. */
  private static final int BULK = 250;

  private final URI server;
  private Wire wire;
  private final String token;
  private final String account;
  private final String retailer;

  private Client(URI server, Wire wire, String token, String account, String retailer) {
    this.server = server;
    this.wire = wire;
    this.token = token;
    this.account = account;
    this.retailer = retailer;
  }

  /** Signs in, to work for the retailer that has no identity graph. */
  public static Client of(Sandbox sandbox) throws IOException {
    JsonNode told = sandbox.directory();
    String retailer =
        told.get("retailers")
            .valueStream()
            .filter(r -> !r.get("identityGraph").booleanValue())
            .map(r -> r.get("id").asString())
            .findFirst()
            .orElseThrow();
    String account =
        told.get("accounts")
            .valueStream()
            .filter(
                a -> a.get("retailers").valueStream().anyMatch(r -> r.asString().equals(retailer)))
            .map(a -> a.get("id").asString())
            .findFirst()
            .orElseThrow();
    JsonNode application = told.get("applications").get(0);
    Wire wire = new Wire(sandbox.url());
    String token =
        signIn(
            wire,
            application.get("clientId").stringValue(),
            application.get("clientSecret").stringValue());
    return new Client(sandbox.url(), wire, token, account, retailer);
  }

  private static String signIn(Wire wire, String clientId, String secret) throws IOException {
    String form =
        "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret;
    String request =
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length()
            + "\r\n\r\n"
            + form;
    return json(wire.send(request.getBytes(StandardCharsets.UTF_8)))
        .get("access_token")
        .stringValue();
  }

  /**
   * The same client on a connection of its own, at work for another retailer of the same account.
   */
  Client at(String otherRetailer) throws IOException {
    return new Client(server, new Wire(server), token, account, otherRetailer);
  }

  /** The same client on a connection of its own. */
  Client again() throws IOException {
    return at(retailer);
  }

  public URI server() {
    return server;
  }

  public String retailer() {
    return retailer;
  }

  String account() {
    return account;
  }

  Wire connect() throws IOException {
    return new Wire(server);
  }

  byte[] request(String method, String path, String body) {
    return Wire.request(method, path, token, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A request whose body is CSV in gzip. */
  public byte[] csv(String method, String path, byte[] body) {
    return Wire.csv(method, path, token, body);
  }

  /** Asks how many shoppers an event segment of this definition would have. */
  public void estimate(String events) throws IOException {
    call(
        "POST",
        "/preview/retail-media/accounts/" + account + "/audience-segments/estimate-size",
        "{\"data\":{\"attributes\":{\"retailerId\":\"%s\",\"channel\":\"Onsite\",\"events\":%s}}}"
            .formatted(retailer, events));
  }

  JsonNode call(String method, String path, String body) throws IOException {
    return json(exchange(request(method, path, body)));
  }

  String text(String path) throws IOException {
    return exchange(request("GET", path, "")).text();
  }

  /** Connects anew where the server has closed the connection, as it does with those long idle. */
  private Wire.Answer exchange(byte[] request) throws IOException {
    try {
      return wire.send(request);
    } catch (EOFException closed) {
      wire.close();
      wire = connect();
      return wire.send(request);
    }
  }

  /** The id of the snapshot made last; empty when there is none. */
  String newestSnapshot() throws IOException {
    JsonNode newest = call("GET", "/v1/snapshots?limit=1", "").get("data").get(0);
    return newest == null ? "" : newest.get("id").asString();
  }

  /** Sends a request made before; the text that is answered. */
  public String send(byte[] request) throws IOException {
    Wire.Answer answer = exchange(request);
    if (answer.status() != 200)
      throw new IOException("status " + answer.status() + ": " + answer.text());
    return answer.text();
  }

  private static JsonNode json(Wire.Answer answer) throws IOException {
    if (answer.status() / 100 != 2)
      throw new IOException("status " + answer.status() + ": " + answer.text());
    return answer.text().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.text());
  }

  /** Makes a contact list. */
  public String list(String name, Kind kind) throws IOException {
    String attributes =
        "{\"attributes\":{\"name\":\"%s\",\"retailerId\":\"%s\",\"contactList\":{\"identifierType\":\"%s\"}}}"
            .formatted(name, retailer, kind.type());
    return created("audience-segments", List.of(attributes)).getFirst();
  }

  /** Makes audiences of these algebras. */
  public List<String> audiences(String name, List<String> algebras) throws IOException {
    List<String> items = new ArrayList<>();
    for (String algebra : algebras) {
      items.add(
          "{\"attributes\":{\"name\":\"%s %d\",\"retailerId\":\"%s\",\"algebra\":%s}}"
              .formatted(name, items.size(), retailer, algebra));
    }
    return created("audiences", items);
  }

  private List<String> created(String what, List<String> items) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from < items.size(); from += BULK) {
      List<String> some = items.subList(from, Math.min(items.size(), from + BULK));
      JsonNode answer =
          call(
              "POST",
              API + "/accounts/" + account + "/" + what + "/create",
              "{\"data\":[" + String.join(",", some) + "]}");
      if (!answer.get("errors").isEmpty())
        throw new IOException("refused: " + answer.get("errors"));
      answer.get("data").forEach(item -> ids.add(item.get("id").asString()));
    }
    return ids;
  }

  void deleteAudiences(List<String> ids) throws IOException {
    for (int from = 0; from < ids.size(); from += BULK) {
      String some =
          ids.subList(from, Math.min(ids.size(), from + BULK)).stream()
              .map(id -> "{\"id\":\"" + id + "\"}")
              .collect(Collectors.joining(","));
      call("POST", API + "/accounts/" + account + "/audiences/delete", "{\"data\":[" + some + "]}");
    }
  }

  /** Where identifiers are added to a list. */
  static String addPath(String list) {
    return API + "/audience-segments/" + list + "/contact-list/add-remove";
  }

  /** A request that adds so many identifiers to a list, for one connection. */
  public AddRequest add(String list, Kind kind, int count) {
    return new AddRequest(addPath(list), token, kind, count);
  }

  /** A lookup of a shopper by the identifier of a number, ready to be sent. */
  public ByteBuffer lookup(Kind kind, long number) {
    return direct(request("POST", lookupPath(), lookupJson(kind, number)));
  }

  /** A lookup of several shoppers in one request, ready to be sent. */
  ByteBuffer lookup(Kind kind, List<Long> numbers) {
    String data = numbers.stream().map(n -> shopper(kind, n)).collect(Collectors.joining(","));
    return direct(request("POST", lookupPath(), "{\"data\":[" + data + "]}"));
  }

  private static String shopper(Kind kind, long number) {
    return "{\"attributes\":{\"identifiers\":[{\"type\":\"%s\",\"value\":\"%s\"}]}}"
        .formatted(kind.type(), kind.of(number));
  }

  String lookupPath() {
    return "/v1/retailers/" + retailer + "/lookup";
  }

  /** The body of a lookup of one shopper. */
  static String lookupJson(Kind kind, long number) {
    return "{\"data\":" + shopper(kind, number) + "}";
  }

  private static ByteBuffer direct(byte[] request) {
    return ByteBuffer.allocateDirect(request.length).put(request).flip();
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
