package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request, sent again after its connection dropped. */
class DroppedConnectionsTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private static Sockets.Sent sent(Writes.Write write) {
    return new Sockets.Sent(
        write.method().name(),
        write.path(),
        Map.of(
            "authorization",
            "Bearer " + write.application(),
            "content-type",
            write.type(),
            "idempotency-key",
            write.toString().replace(' ', ':')),
        write.body());
  }

  @Test
  void everyWriteUnderItsKeyHasOneEffectWhereverItsConnectionDropped() throws Exception {
    try (Sockets sockets = new Sockets(api)) {
      for (Writes.Write write : new Writes(api).all()) {
        Object before = write.seen().get();
        if (write.body().length > 0) sockets.sendHalfAndHangUp(sent(write));
        assertThat(write.seen().get()).as("%s: no effect of a half", write).isEqualTo(before);
        sockets.sendAndHangUp(sent(write));
        Object after = write.seen().get();
        assertThat(after).as("%s: the effect", write).isNotEqualTo(before);
        HttpResponse<InputStream> again = sockets.send(sent(write));
        again.body().close();
        assertThat(again.statusCode()).as(write.toString()).isBetween(200, 299);
        assertThat(again.headers().firstValue("idempotency-replayed"))
            .as(write.toString())
            .contains("true");
        assertThat(write.seen().get()).as("%s: one effect", write).isEqualTo(after);
      }
    }
  }

  @Test
  void whatOnlyReadsIsAnsweredAsIfItHadNotBeenSentBefore() throws Exception {
    Samples samples = new Samples(api);
    try (Sockets sockets = new Sockets(api)) {
      for (Route route : api.routes) {
        if (route.writes()) continue;
        byte[] body =
            route.method() == Method.GET
                ? new byte[0]
                : samples.example(route).getBytes(StandardCharsets.UTF_8);
        Sockets.Sent request =
            new Sockets.Sent(
                route.method().name(),
                Samples.path(route, OwnDocuments.version(route), samples.ids()),
                Map.of("authorization", "Bearer manager", "content-type", Samples.type(route)),
                body);
        int status = status(sockets, request);
        sockets.sendAndHangUp(request);
        assertThat(status(sockets, request)).as(route.toString()).isEqualTo(status);
      }
    }
  }

  private static int status(Sockets sockets, Sockets.Sent request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = sockets.send(request);
    response.body().close();
    assertThat(response.statusCode()).as(request.toString()).isNotIn(403, 405, 500, 503);
    return response.statusCode();
  }

  private static String amendment(String operation, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'c" + i + "'")
        .collect(
            Collectors.joining(
                ",",
                "{'data':{'attributes':{'operation':'" + operation + "','identifiers':[",
                "]}}}"));
  }

  /** Sends a request without a key, hangs up, and sends it once more. */
  private static Answer again(Sockets sockets, String path, String json) throws Exception {
    Sockets.Sent request = Sockets.Sent.json(path, json);
    sockets.sendAndHangUp(request);
    return sockets.answer(request);
  }

  @Test
  void aWriteWithoutAKeyTellsWhatIsThereAlready() throws Exception {
    String draft =
        "{'data':[{'attributes':{'name':'dropped','retailerId':'11','contactList':{'identifierType':'CustomerId'}}}]}";
    try (Sockets sockets = new Sockets(api)) {
      assertThat(again(sockets, SEGMENTS + "/create", draft).problems())
          .containsExactly("name-must-be-unique @data/0");
      String made = api.manager.post(SEGMENTS + "/search", "{}").text("/data/0/id");
      String list = "/audience-segments/" + made + "/contact-list";
      assertThat(again(sockets, list + "/add-remove", amendment("add", 100)).status())
          .isEqualTo(200);
      assertThat(api.size(made)).isEqualTo(100);
      assertThat(again(sockets, list + "/add-remove", amendment("remove", 40)).status())
          .isEqualTo(200);
      assertThat(api.size(made)).isEqualTo(60);
      assertThat(again(sockets, list + "/clear", "").status()).isEqualTo(201);
      assertThat(api.size(made)).isZero();
      String delete = "{'data':[{'id':'" + made + "'}]}";
      assertThat(again(sockets, SEGMENTS + "/delete", delete).problems())
          .containsExactly("segment-not-found @data/0");
    }
    assertThat(api.manager.post(SEGMENTS + "/search", "{}").ids()).isEmpty();
  }
}
