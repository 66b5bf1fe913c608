package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * One sender of writes of every kind, each under a key of its own and sent until it is answered, to
 * whichever server is there. Knows what has to have become of them.
 */
final class KeyedWrites {
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final int KINDS = 12;

  /** A write under its key. */
  private record Write(String key, String method, String path, String type, String body) {}

  private final Deployment deployment;
  private final Supplier<Wire> wire;
  private final String name;
  private final String list;
  private final String first;
  private final Map<Write, Wire.Answer> answered = new HashMap<>();
  private final Map<String, Integer> effects = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final Set<String> runs = new TreeSet<>();
  private final Set<String> webhooks = new TreeSet<>();
  private final int begin;
  private int sent;

  /**
   * Makes a list of its own, with something on it.
   *
   * @param begin which kind of write it begins with
   */
  KeyedWrites(Deployment deployment, Supplier<Wire> wire, int begin) throws IOException {
    this.deployment = deployment;
    this.wire = wire;
    this.begin = begin;
    this.name = "sender" + begin;
    this.list = wire.get().createSegment(deployment.account, deployment.retailer, name, "Email");
    wire.get().amend(list, "add", List.of(name + "@example.com"));
    this.first = wire.get().get(own("/history")).data().path(0).path("id").asString();
    effects.put("add", 1);
  }

  private String own(String what) {
    return deployment.path("/audience-segments/" + list + what);
  }

  /** What every kind of write has to have done, by its kind. */
  Map<String, Integer> effects() {
    return effects;
  }

  List<String> faults() {
    return faults;
  }

  /** The runs that answers told of. */
  Set<String> runs() {
    return runs;
  }

  /** The webhooks that answers told of, and that are not removed. */
  Set<String> webhooks() {
    return webhooks;
  }

  /** Sends until told to stop, but one write of every kind at least. */
  void sendUntil(BooleanSupplier done) {
    for (int i = 0; i < KINDS || !done.getAsBoolean(); i++) {
      switch ((i + begin) % KINDS) {
        case 0, 4 -> add();
        case 1 -> run();
        case 2 -> create();
        case 3 -> changeBack("undo", own("/history/" + first + "/undo"), "");
        case 5 -> replace();
        case 6, 8 -> webhook();
        case 7 -> impression();
        case 9 -> event();
        case 10 -> product();
        default -> {
          publish();
          changeBack(
              "restore",
              own("/restore"),
              "{\"data\":{\"attributes\":{\"operation\":\"" + first + "\"}}}");
          effect("clear", post(Wire.API + listPath("clear"), ""));
        }
      }
    }
  }

  private String listPath(String what) {
    return "/audience-segments/" + list + "/contact-list/" + what;
  }

  private static String amendment(String identifier) {
    return "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[\"%s@example.com\",\"no mail\"]}}}"
        .formatted(identifier);
  }

  private void add() {
    effect("add", post(Wire.API + listPath("add-remove"), amendment(name + sent)));
  }

  private void run() {
    runs.add(effect("run", post("/v1/computations", "")).data().path("id").asString());
  }

  private void create() {
    String path = Wire.API + "/accounts/" + deployment.account + "/audience-segments/create";
    String body =
        "{\"data\":[{\"attributes\":{\"name\":\"%s\",\"retailerId\":\"%s\",\"contactList\":{\"identifierType\":\"Email\"}}}]}"
            .formatted(name + " " + sent, deployment.retailer);
    Wire.Answer answer = effect("create", post(path, body));
    if (!answer.body().path("errors").isEmpty()) faults.add("created twice: " + answer);
  }

  /** An operation only when there was something to change. */
  private void changeBack(String kind, String path, String body) {
    Wire.Answer answer = post(path, body);
    if (!answer.data().at("/attributes/operationId").asString("").isEmpty()) effect(kind, answer);
  }

  private void replace() {
    String replacement = own("/replace/") + post(own("/replace"), "").data().path("id").asString();
    post(replacement + "/add-remove", amendment(name));
    effect("replace", post(replacement + "/commit?force=true", ""));
  }

  private void webhook() {
    String path = deployment.path("/webhooks");
    String body =
        "{\"data\":{\"attributes\":{\"url\":\"http://127.0.0.1:1/\",\"events\":[\"replacement.committed\"]}}}";
    String id = effect("webhook", post(path, body)).data().path("id").asString();
    Wire.Answer rotated = post(path + "/" + id + "/rotate-secret", "");
    if (rotated.data().at("/attributes/secret").asString("").isEmpty())
      faults.add("no secret: " + rotated.status());
    webhooks.add(id);
    String before = webhooks.size() > 1 ? webhooks.iterator().next() : "";
    if (before.isEmpty()) return;
    effect("webhook gone", send("DELETE", path + "/" + before, JSON, ""));
    webhooks.remove(before);
  }

  private void impression() {
    String row =
        "{\"impressionId\":\"%s %d\",\"lineItemId\":\"%s\",\"time\":\"%s\",\"count\":1}\n"
            .formatted(name, sent, deployment.lineItem, Instant.now());
    Wire.Answer answer = send("POST", "/v1/impressions", LINES, row);
    effect("impression", answer);
    if (answer.data().at("/attributes/countedRows").asInt() != 1)
      faults.add("counted without its answer: " + answer);
  }

  private void event() {
    String row =
        "{\"eventId\":\"%s %d\",\"activity\":\"Buy\",\"productId\":\"P\",\"time\":\"%s\",\"identifiers\":[{\"type\":\"Email\",\"value\":\"%s@example.com\"}]}\n"
            .formatted(name, sent, Instant.now().minusSeconds(60), name);
    Wire.Answer answer = send("POST", retailer("events"), LINES, row);
    effect("event", answer);
    if (answer.data().at("/attributes/events").asInt() != 1)
      faults.add("brought without its answer: " + answer);
  }

  private void product() {
    String row = "{\"productId\":\"%s %d\",\"brandId\":\"B\"}\n".formatted(name, sent);
    effect("product", send("PUT", retailer("products"), LINES, row));
  }

  private String retailer(String what) {
    return "/v1/retailers/" + deployment.retailer + "/" + what;
  }

  private void publish() {
    try {
      JsonNode newest = wire.get().get("/v1/snapshots?limit=1").data().path(0).path("id");
      Wire.Answer answer = post("/v1/snapshots/" + newest.asString("0") + "/publish", "");
      if (answer.status() == 200) effect("publish", answer);
    } catch (IOException serverIsGone) {
      // The next time, then.
    }
  }

  private Wire.Answer effect(String kind, Wire.Answer answer) {
    if (answer.status() >= 300) faults.add(kind + ": " + answer);
    effects.merge(kind, 1, Integer::sum);
    return answer;
  }

  private Wire.Answer post(String path, String json) {
    return send("POST", path, JSON, json);
  }

  private Wire.Answer send(String method, String path, String type, String body) {
    Write write = new Write(name + "-" + sent++, method, path, type, body);
    Wire.Answer answer = sendUntilAnswered(write);
    answered.put(write, answer);
    return answer;
  }

  private Wire.Answer sendUntilAnswered(Write write) {
    for (int attempt = 0; attempt < 3_000; attempt++) {
      try {
        Wire.Answer answer = once(write);
        if (answer.status() != 409 && answer.status() != 503) return answer;
      } catch (IOException serverIsGone) {
        // Nobody knows what became of it: the same again.
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException(write.key + " was never answered");
  }

  private Wire.Answer once(Write write) throws IOException {
    return wire.get().sendOnce(write.key, write.method, write.path, write.type, write.body);
  }

  /** Sends every write once more; it is answered as before. */
  void sendAllAgain() throws IOException {
    for (Map.Entry<Write, Wire.Answer> before : answered.entrySet()) {
      Wire.Answer again = once(before.getKey());
      assertThat(again.status()).as(before.getKey().key).isEqualTo(before.getValue().status());
      assertThat(again.data()).as(before.getKey().key).isEqualTo(before.getValue().data());
    }
  }

  /** Holds the history of the list to what was answered. */
  void checkList(Wire now) throws IOException {
    Map<String, Integer> found = new HashMap<>();
    for (JsonNode operation : now.history(deployment.account, list))
      found.merge(operation.path("kind").asString(), 1, Integer::sum);
    Map<String, Integer> wanted = new HashMap<>(effects);
    wanted.keySet().retainAll(Set.of("add", "clear", "replace", "undo", "restore"));
    assertThat(found).isEqualTo(wanted);
  }
}
