package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the clients that exist do, in the way they do it. */
class RealClientsTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";
  private static final int CHUNK = 50_000;

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  /** Finds a list as connectors do: page after page of 100, until the name shows. */
  private Optional<String> find(String name) {
    for (int offset = 0; ; offset += 100) {
      Answer page = api.manager.post(SEGMENTS + "/search?limit=100&offset=" + offset, "{}");
      for (JsonNode segment : page.at("/data"))
        if (segment.at("/attributes/name").stringValue().equals(name))
          return Optional.of(segment.path("id").stringValue());
      if (offset + 100 >= page.at("/meta/totalItems").intValue()) return Optional.empty();
    }
  }

  private static String draft(String name) {
    return "{'data':[{'attributes':{'name':'%s','retailerId':'11','contactList':{'identifierType':'CustomerId'}}}]}"
        .formatted(name);
  }

  @Test
  void aListIsFoundByItsNamePageAfterPage() {
    String body =
        IntStream.range(0, 250)
            .mapToObj(i ->
                "{'attributes':{'name':'list %d','retailerId':'11','contactList':{'identifierType':'Email'}}}"
                    .formatted(i))
            .collect(Collectors.joining(",", "{'data':[", "]}"));
    List<String> ids = api.manager.post(SEGMENTS + "/create", body).ids();
    for (int i : new int[] {0, 99, 100, 199, 249})
      assertThat(find("list " + i)).contains(ids.get(i));
    assertThat(find("list 250")).isEmpty();
  }

  @Test
  void ofSixteenWhoMakeOneListOneDoesAndTheOthersFindIt() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String name = "shared " + round;
        List<Callable<Answer>> creators = new ArrayList<>();
        for (int i = 0; i < 16; i++)
          creators.add(() -> api.manager.post(SEGMENTS + "/create", draft(name)));
        int made = 0;
        for (Future<Answer> creator : clients.invokeAll(creators)) {
          Answer answer = creator.get();
          assertThat(answer.status()).isEqualTo(200);
          if (answer.at("/data").isEmpty())
            assertThat(answer.problems()).containsExactly("name-must-be-unique @data/0");
          else made++;
        }
        assertThat(made).isEqualTo(1);
        assertThat(find(name)).isPresent();
      }
    }
  }

  @Test
  void aTokenThatEndsIsFetchedAnewAndTheRequestRepeated() {
    String token = api.token("manager");
    api.clock.pass(Duration.ofMinutes(14));
    String second = api.token("manager");
    assertThat(api.as(token).post(SEGMENTS + "/create", draft("one")).id()).isNotEmpty();
    api.clock.pass(Duration.ofMinutes(1));
    Answer ended = api.as(token).post(SEGMENTS + "/create", draft("two"));
    assertThat(ended.status()).isEqualTo(401);
    assertThat(ended.problems()).containsExactly("authorization-token-expired");
    assertThat(api.as(second).get("/me").status()).as("several live at once").isEqualTo(200);
    assertThat(api.as(api.token("manager")).post(SEGMENTS + "/create", draft("two")).id())
        .isNotEmpty();
  }

  @Test
  void aPermissionThatComesLateIsThereWithTheNextToken() {
    assertThat(api.as(api.token("nobody")).post(SEGMENTS + "/search", "{}").status())
        .isEqualTo(403);
    api.catalog.write(tables -> {
      tables.applications().put(Seed.promoted("nobody"));
      return true;
    });
    assertThat(api.as(api.token("nobody")).post(SEGMENTS + "/search", "{}").status())
        .isEqualTo(200);
  }

  private static String amendment(String operation, int from, int to, int length) {
    String padding = "x".repeat(length);
    return IntStream.range(from, to)
        .mapToObj(i -> "'" + padding + i + "'")
        .collect(
            Collectors.joining(
                ",",
                "{'data':{'attributes':{'operation':'" + operation + "','identifiers':[",
                "]}}}"));
  }

  @Test
  void aFileGoesUpInChunksOfExactlyFiftyThousand() {
    String id = api.list("customers", "CustomerId");
    String path = "/audience-segments/" + id + "/contact-list/add-remove";
    for (int from = 0; from < 120_000; from += CHUNK) {
      int to = Math.min(from + CHUNK, 120_000);
      Answer answer = api.manager.post(path, amendment("add", from, to, 1));
      assertThat(answer.at("/data/nbValidIdentifiers").intValue()).isEqualTo(to - from);
    }
    Answer refused = api.manager.post(path, amendment("remove", 0, CHUNK + 1, 1));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.problems())
        .containsExactly("identifiers-limit-exceeded @data/attributes/identifiers");
    assertThat(api.size(id)).isEqualTo(120_000);
  }

  @Test
  void aBodyOfTenMegabytesIsTaken() {
    String id = api.list("customers", "CustomerId");
    String body = amendment("add", 0, CHUNK, 204);
    assertThat(body.length()).isGreaterThan(10 << 20);
    Answer answer = api.manager.post("/audience-segments/" + id + "/contact-list/add-remove", body);
    assertThat(answer.at("/data/nbValidIdentifiers").intValue()).isEqualTo(CHUNK);
    assertThat(api.size(id)).isEqualTo(CHUNK);
  }

  @Test
  void idsAreReadAsNumbersToo() {
    String id = api.list("one", "CustomerId");
    String number = draft("two").replace("'11'", "11");
    assertThat(api.manager.post(SEGMENTS + "/create", number).id()).isNotEmpty();
    String renamed = "{'data':[{'id':" + id + ",'attributes':{'name':'three'}}]}";
    assertThat(api.manager.patch(SEGMENTS, renamed).attribute("name")).containsExactly("three");
    String found = "{'data':{'attributes':{'audienceSegmentIds':[" + id + "],'retailerIds':[11]}}}";
    assertThat(api.manager.post(SEGMENTS + "/search", found).ids()).containsExactly(id);
    assertThat(api.manager.post(SEGMENTS + "/delete", "{'data':[{'id':" + id + "}]}").ids())
        .containsExactly(id);
  }

  @Test
  void aRequestWhoseConnectionDroppedIsSentAgain() throws Exception {
    String made = "";
    try (Listener listener =
            new Listener("127.0.0.1", 0, Duration.ofSeconds(5), api.served()).start();
        HttpClient client = HttpClient.newHttpClient()) {
      String create = draft("dropped").replace('\'', '"');
      assertThat(again(listener, client, SEGMENTS + "/create", create).problems())
          .containsExactly("name-must-be-unique @data/0");
      made = find("dropped").orElseThrow();
      String list = "/audience-segments/" + made + "/contact-list";
      String add = amendment("add", 0, 100, 1).replace('\'', '"');
      assertThat(again(listener, client, list + "/add-remove", add).status()).isEqualTo(200);
      assertThat(api.size(made)).isEqualTo(100);
      String remove = amendment("remove", 0, 40, 1).replace('\'', '"');
      assertThat(again(listener, client, list + "/add-remove", remove).status()).isEqualTo(200);
      assertThat(api.size(made)).isEqualTo(60);
      assertThat(again(listener, client, list + "/clear", "").status()).isEqualTo(201);
      assertThat(api.size(made)).isZero();
      String delete = "{\"data\":[{\"id\":\"" + made + "\"}]}";
      assertThat(again(listener, client, SEGMENTS + "/delete", delete).problems())
          .containsExactly("segment-not-found @data/0");
    }
    assertThat(find("dropped")).isEmpty();
  }

  @Test
  void everyWriteWhoseConnectionDroppedIsSentAgainUnderItsKeyAndHasOneEffect() throws Exception {
    List<Writes.Write> writes = new Writes(api).all();
    try (Listener listener =
            new Listener("127.0.0.1", 0, Duration.ofSeconds(5), api.served()).start();
        HttpClient client = HttpClient.newHttpClient()) {
      for (Writes.Write write : writes) {
        Object before = write.seen().get();
        sendAndHangUp(listener, write);
        Object after = write.seen().get();
        assertThat(after).as("%s: the effect", write).isNotEqualTo(before);
        HttpResponse<String> again =
            client.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + listener.port() + write.path()))
                    .header("authorization", "Bearer " + write.application())
                    .header("content-type", write.type())
                    .header("idempotency-key", key(write))
                    .method(
                        write.method().name(), HttpRequest.BodyPublishers.ofByteArray(write.body()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(again.statusCode()).as("%s: %s", write, again.body()).isBetween(200, 299);
        assertThat(again.headers().firstValue("idempotency-replayed"))
            .as(write.toString())
            .contains("true");
        assertThat(write.seen().get()).as("%s: one effect", write).isEqualTo(after);
      }
    }
  }

  private static String key(Writes.Write write) {
    return write.toString().replace(' ', ':');
  }

  /** Sends a write, hangs up without reading, and waits until it was carried out. */
  private void sendAndHangUp(Listener listener, Writes.Write write)
      throws IOException, InterruptedException {
    sendAndHangUp(
        listener,
        write.method() + " " + write.path(),
        "authorization: Bearer %s\r\ncontent-type: %s\r\nidempotency-key: %s\r\n"
            .formatted(write.application(), write.type(), key(write)),
        write.body());
  }

  private void sendAndHangUp(Listener listener, String line, String headers, byte[] body)
      throws IOException, InterruptedException {
    long before = api.answered();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      String head =
          "%s HTTP/1.1\r\nhost: localhost\r\n%scontent-length: %d\r\n\r\n"
              .formatted(line, headers, body.length);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(body);
      out.flush();
    }
    for (int i = 0; api.answered() == before && i < 500; i++) Thread.sleep(10);
    assertThat(api.answered())
        .as("the request that nobody waited for was carried out")
        .isGreaterThan(before);
  }

  /** Sends a request, hangs up without reading, waits for its effect, and sends it once more. */
  private Answer again(Listener listener, HttpClient client, String path, String body)
      throws IOException, InterruptedException {
    String target = "/2027-01/retail-media" + path;
    sendAndHangUp(
        listener,
        "POST " + target,
        "authorization: Bearer manager\r\ncontent-type: application/json\r\n",
        body.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + target))
                .header("authorization", "Bearer manager")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonMapper mapper = new JsonMapper();
    return new Answer(
        response.statusCode(),
        response.body().isEmpty() ? mapper.createObjectNode() : mapper.readTree(response.body()));
  }
}
