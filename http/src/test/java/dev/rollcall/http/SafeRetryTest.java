package dev.rollcall.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.KeptAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes sent again under the key that their sender gave them. */
class SafeRetryTest {
  private static final String SEGMENTS = "/2027-01/retail-media/accounts/1/audience-segments";

  private final ApiHarness api = new ApiHarness();
  private final Wire manager = api.watched("manager");

  @AfterEach
  void close() {
    api.close();
  }

  private static Wire under(Wire client, String key) {
    return client.with("idempotency-key", key);
  }

  private static String draft(String name) {
    return "{'data':[{'attributes':{'name':'%s','retailerId':'11','contactList':{'identifierType':'Email'}}}]}"
        .formatted(name);
  }

  private static String amendment(String operation, String... identifiers) {
    return "{'data':{'attributes':{'operation':'%s','identifiers':['%s']}}}"
        .formatted(operation, String.join("','", identifiers));
  }

  private static String list(String id, String what) {
    return "/2027-01/retail-media/audience-segments/" + id + "/contact-list/" + what;
  }

  private static String own(String id, String what) {
    return "/v1/accounts/1/audience-segments/" + id + what;
  }

  /** What an answer says beside what tells its request from others. */
  private static Map<String, String> told(Response response) {
    Map<String, String> told = new TreeMap<>(response.headers());
    told.keySet().removeIf(name -> name.startsWith("x-") || name.equals(SafeRetry.REPLAYED));
    told.put("status", Integer.toString(response.status()));
    told.put("body", Wire.text(response).replaceAll("'[0-9a-f]{32}'", "'trace'"));
    return told;
  }

  private static boolean replayed(Response response) {
    return response.header(SafeRetry.REPLAYED).isPresent();
  }

  private static void checkSame(Response first, Response again) {
    assertThat(replayed(first)).isFalse();
    assertThat(replayed(again)).as("%s %s", again.status(), Wire.text(again)).isTrue();
    assertThat(told(again)).isEqualTo(told(first));
  }

  private static void checkReused(Response response) {
    assertThat(response.status()).isEqualTo(422);
    assertThat(Wire.error(response)).isEqualTo("idempotency-key-reused");
    assertThat(replayed(response)).isFalse();
  }

  /** Lets go of the answers kept, as if a crash had come before they were. */
  private void crashBeforeAnswersAreKept() {
    deletedBefore(api.clock.instant().plusSeconds(1));
  }

  private int deletedBefore(Instant moment) {
    return api.catalog.<Integer>count(
        tables -> tables.answers().deleteBefore(moment, Integer.MAX_VALUE));
  }

  @Test
  void everyWriteIsAnsweredAlikeAgainAndNothingElseUnderItsKey() {
    List<Writes.Write> writes = new Writes(api).all();
    Router router = new Router(api.routes);
    Set<Route> tried = new HashSet<>();
    for (Writes.Write write : writes) {
      tried.add(router.match(write.path()).routes().get(write.method()));
      checkOnce(write);
    }
    assertThat(tried)
        .as("writes that have a row")
        .containsExactlyInAnyOrderElementsOf(api.routes.stream().filter(Route::writes).toList());
  }

  private void checkOnce(Writes.Write write) {
    Wire client =
        under(api.watched(write.application()), write.toString().replace(' ', ':'))
            .with("content-type", write.type());
    String method = write.method().name();
    Object before = write.seen().get();
    Response first = client.send(method, write.path(), write.body());
    Object after = write.seen().get();
    assertThat(first.status()).as("%s: %s", write, Wire.text(first)).isBetween(200, 299);
    assertThat(after).as(write.toString()).isNotEqualTo(before);
    checkSame(first, client.send(method, write.path(), write.body()));
    checkReused(client.send(method, write.path() + "?another=1", write.body()));
    if (write.body().length > 0) {
      checkReused(client.send(method, write.path(), (write.json() + " ").getBytes(UTF_8)));
      checkSame(first, client.send(method, write.path(), write.body()));
    }
    assertThat(write.seen().get()).as(write.toString()).isEqualTo(after);
  }

  @Test
  void aSecretIsToldAgainAndKeptSealed() throws GeneralSecurityException {
    Wire client = under(manager, "hook");
    String draft =
        "{'data':{'attributes':{'url':'https://example.com','events':['operation.live']}}}";
    Response added = client.post("/v1/accounts/1/webhooks", draft);
    assertThat(Wire.text(added)).contains("whsec_");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal("hook".getBytes(UTF_8)));
    long hi = hash.getLong();
    long lo = hash.getLong();
    KeptAnswer kept =
        api.catalog
            .<Optional<KeptAnswer>>read(tables -> tables.answers().find(101, hi, lo))
            .orElseThrow();
    assertThat(new String(kept.body(), UTF_8)).doesNotContain("whsec_").doesNotContain("Webhook");
    checkSame(added, client.post("/v1/accounts/1/webhooks", draft));
  }

  @Test
  void aReceiptTellsTheSameSampleAndReportAgainWithoutKeepingThem() {
    String id = api.list("mails", "Email");
    String body = amendment("add", "a@example.com", "no mail", "b@example.com", "neither");
    Wire client = under(manager, "add");
    Response first = client.post(list(id, "add-remove?report=full"), body);
    assertThat(Wire.text(first)).contains("'no mail'", "'neither'", "'report'");
    api.clock.pass(Duration.ofHours(1));
    checkSame(first, client.post(list(id, "add-remove?report=full"), body));
    assertThat(api.size(id)).isEqualTo(2);
    Wire emptied = under(manager, "clear");
    Response cleared = emptied.post(list(id, "clear"), "");
    api.add(id, "'c@example.com'");
    checkSame(cleared, emptied.post(list(id, "clear"), ""));
    assertThat(api.size(id)).isEqualTo(1);
    assertThat(api.manager.get(own(id, "/history")).at("/meta/totalItems").intValue()).isEqualTo(3);
  }

  @Test
  void aListThatIsGoneMeanwhileIsNoReasonForAnotherAnswer() {
    String id = api.list("mails", "Email");
    Response first = under(manager, "add").post(list(id, "add-remove"), amendment("add", "a@b.cc"));
    Wire delete = under(manager, "delete");
    String ids = "{'data':[{'id':'" + id + "'}]}";
    Response deleted = delete.post(SEGMENTS + "/delete", ids);
    assertThat(Wire.text(deleted)).contains("'" + id + "'").contains("'errors':[]");
    checkSame(deleted, delete.post(SEGMENTS + "/delete", ids));
    checkSame(
        first, under(manager, "add").post(list(id, "add-remove"), amendment("add", "a@b.cc")));
  }

  @Test
  void whatTheLogAloneSavedOfAnAnswerIsToldFromIt() {
    String id = api.list("mails", "Email");
    Wire open = under(manager, "open");
    Response opened = open.post(own(id, "/replace"), "");
    String replace = opened.header("location").orElseThrow();
    crashBeforeAnswersAreKept();
    checkSame(opened, open.post(own(id, "/replace"), ""));
    manager.post(replace + "/add-remove", amendment("add", "a@b.cc", "b@b.cc"));
    Wire commit = under(manager, "commit");
    Response committed = commit.post(replace + "/commit", "");
    assertThat(Wire.text(committed)).contains("'state':'committed'", "'added':2");
    checkSame(opened, open.post(own(id, "/replace"), ""));
    crashBeforeAnswersAreKept();
    checkSame(committed, commit.post(replace + "/commit", ""));
    String operation = committed.header(Response.OPERATION).orElseThrow();
    Wire undo = under(manager, "undo");
    Response undone = undo.post(own(id, "/history/" + operation + "/undo"), "");
    crashBeforeAnswersAreKept();
    checkSame(undone, undo.post(own(id, "/history/" + operation + "/undo"), ""));
    Wire restore = under(manager, "restore");
    String moment = "{'data':{'attributes':{'operation':'" + operation + "'}}}";
    Response restored = restore.post(own(id, "/restore"), moment);
    crashBeforeAnswersAreKept();
    checkSame(restored, restore.post(own(id, "/restore"), moment));
    assertThat(api.size(id)).isEqualTo(2);
    String abandoned =
        open.with("idempotency-key", "other")
            .post(own(id, "/replace"), "")
            .header("location")
            .orElseThrow();
    Response gone = under(manager, "gone").send("DELETE", abandoned, new byte[0]);
    crashBeforeAnswersAreKept();
    checkSame(gone, under(manager, "gone").send("DELETE", abandoned, new byte[0]));
    assertThat(gone.status()).isEqualTo(204);
  }

  @Test
  void aRequestUnderWaySaysSo() throws Exception {
    String id = api.list("mails", "Email");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    byte[] body = amendment("add", "a@b.cc").replace('\'', '"').getBytes(UTF_8);
    InputStream slow =
        new SequenceInputStream(
            new ByteArrayInputStream(body, 0, 10),
            new ByteArrayInputStream(body, 10, body.length - 10) {
              @Override
              public synchronized int read(byte[] into, int offset, int length) {
                reading.countDown();
                try {
                  rest.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return super.read(into, offset, length);
              }
            });
    Wire client = under(manager.with("content-type", Accepts.JSON), "one");
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Response> first =
          CompletableFuture.supplyAsync(
              () -> client.send("POST", list(id, "add-remove"), slow), other);
      reading.await();
      Response second = client.send("POST", list(id, "add-remove"), body);
      assertThat(second.status()).isEqualTo(409);
      assertThat(Wire.error(second)).isEqualTo("idempotency-key-in-use");
      assertThat(under(api.watched("stranger"), "one").post(SEGMENTS + "/create", "{}").status())
          .as("another application's key is another")
          .isEqualTo(403);
      rest.countDown();
      checkSame(first.get(), client.send("POST", list(id, "add-remove"), body));
    }
    assertThat(api.size(id)).isEqualTo(1);
  }

  @Test
  void aBodyThatBreaksOffLeavesItsKeyFree() {
    String id = api.list("mails", "Email");
    byte[] body = amendment("add", "a@b.cc").replace('\'', '"').getBytes(UTF_8);
    Wire client = under(manager.with("content-type", Accepts.JSON), "one");
    for (String path : new String[] {list(id, "add-remove"), SEGMENTS + "/create"}) {
      Response broken = client.send("POST", path, breakingOff(body));
      assertThat(broken.status()).isEqualTo(400);
      assertThat(Wire.error(client.send("POST", "/v1/accounts/1/nothing", body)))
          .isEqualTo("route-not-found");
    }
    assertThat(client.send("POST", list(id, "add-remove"), body).status()).isEqualTo(200);
    assertThat(api.size(id)).isEqualTo(1);
  }

  private static InputStream breakingOff(byte[] body) {
    return new SequenceInputStream(
        new ByteArrayInputStream(body, 0, body.length / 2),
        new InputStream() {
          private boolean told;

          @Override
          public int read() throws IOException {
            if (told) return -1;
            told = true;
            throw new IOException("the connection is gone");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        });
  }

  @Test
  void refusalsAndPartsRefusedAreKeptAndWhatAsksToBeTriedAgainIsNot() {
    Wire client = under(manager, "create");
    Response refused = client.post(SEGMENTS + "/create", "{'data':[{'attributes':{}}]}");
    assertThat(refused.status()).isEqualTo(200);
    checkSame(refused, client.post(SEGMENTS + "/create", "{'data':[{'attributes':{}}]}"));
    Wire missing = under(manager, "missing");
    Response notFound = missing.post(list("99", "add-remove"), amendment("add", "a@b.cc"));
    assertThat(notFound.status()).isEqualTo(404);
    checkSame(notFound, missing.post(list("99", "add-remove"), amendment("add", "a@b.cc")));
    Wire denied = under(manager, "denied");
    String foreign = "{'data':{'attributes':{'accountId':'2','retailerId':'11','name':'x'}}}";
    assertThat(denied.put("/v1/line-items/9", foreign).status()).isEqualTo(403);
    Response again = denied.put("/v1/line-items/9", foreign.replace("'2'", "'1'"));
    assertThat(again.status()).as("the key is free").isEqualTo(200);
  }

  @Test
  void anAnswerKeptByItselfIsNoChangeThatAnythingIsComputedFrom() {
    api.compute(); // runs take their ids from the catalog, many at a time
    long before = api.catalog.version();
    Wire missing = under(manager, "missing");
    checkSame(
        missing.post(list("99", "add-remove"), amendment("add", "a@b.cc")),
        missing.post(list("99", "add-remove"), amendment("add", "a@b.cc")));
    Wire counts = under(manager, "impressions").with("content-type", "text/csv");
    String lines =
        """
        impressionId,lineItemId,time,identifierType,identifier,count
        i1,7,2026-08-01T09:00:00Z,Email,a@example.com,
        """;
    Response imported = counts.post("/v1/impressions", lines);
    assertThat(imported.status()).as(Wire.text(imported)).isEqualTo(200);
    checkSame(imported, counts.post("/v1/impressions", lines));
    assertThat(api.catalog.version()).isEqualTo(before);
  }

  @Test
  void aKeyIsForgottenInTime() {
    Wire client = under(manager, "once");
    String id = api.list("mails", "Email");
    Response created = client.post(SEGMENTS + "/create", draft("one"));
    Response added = under(manager, "add").post(list(id, "add-remove"), amendment("add", "a@b.cc"));
    api.clock.pass(ApiHarness.RETRY.minusMillis(1));
    checkSame(created, client.post(SEGMENTS + "/create", draft("one")));
    checkSame(
        added, under(manager, "add").post(list(id, "add-remove"), amendment("add", "a@b.cc")));
    api.clock.pass(Duration.ofMillis(2));
    assertThat(Wire.text(client.post(SEGMENTS + "/create", draft("one"))))
        .contains("name-must-be-unique");
    Response other = under(manager, "add").post(list(id, "add-remove"), amendment("add", "c@b.cc"));
    assertThat(other.status()).isEqualTo(200);
    assertThat(replayed(other)).isFalse();
    api.clock.pass(ApiHarness.RETRY.plusHours(2));
    under(manager, "sweeps").post(SEGMENTS + "/create", draft("two"));
    assertThat(deletedBefore(api.clock.instant())).as("what was over is gone already").isZero();
  }

  @Test
  void aKeyThatIsNoneIsRefusedAndReadsHeedNone() {
    for (String key : new String[] {"", " ", "two words", "é", "x".repeat(256)}) {
      Response refused = under(manager, key).post(SEGMENTS + "/create", draft("one"));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(Wire.error(refused)).isEqualTo("idempotency-key-invalid");
    }
    Wire longest = under(manager, "x".repeat(255));
    assertThat(longest.post(SEGMENTS + "/create", draft("one")).status()).isEqualTo(200);
    for (int i = 0; i < 2; i++)
      assertThat(replayed(longest.post(SEGMENTS + "/search", "{}"))).isFalse();
  }

  @Test
  void compressedOrNotTheRequestIsTheSame() {
    String id = api.list("mails", "Email");
    String path = "/audience-segments/" + id + "/contact-list/add-remove";
    Client client = api.manager.with("idempotency-key", "zip");
    Answer first = client.post(path, amendment("add", "a@b.cc"));
    assertThat(client.postGzip(path, amendment("add", "a@b.cc"))).isEqualTo(first);
    assertThat(client.postGzip(path, amendment("add", "b@b.cc")).status()).isEqualTo(422);
  }

  @Test
  void whatAServerCanDoIsTold() {
    Answer told = api.as("nobody").get("/v1/capabilities");
    assertThat(told.at("/data/attributes/safeRetry/retentionSeconds").longValue())
        .isEqualTo(ApiHarness.RETRY.toSeconds());
    assertThat(told.at("/data/attributes/limits/identifiersPerRequest").intValue())
        .isEqualTo(50_000);
    assertThat(told.at("/data/attributes/features").toString()).contains("safe-retry");
  }
}
