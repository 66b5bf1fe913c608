package dev.rollcall.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.KeptAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Imports of events and products that are sent again under their key. */
class ImportRetryTest {
  private static final String EVENTS = "/v1/retailers/11/events";
  private static final String PRODUCTS = "/v1/retailers/11/products";
  private static final String EVENT = "eventId,activity,productId,time,price,Email\n";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private Response send(String key, String method, String path, String body) {
    return api.watched("manager")
        .with("idempotency-key", key)
        .with("content-type", "text/csv")
        .send(method, path, body.getBytes(UTF_8));
  }

  private Response events(String key, String rows) {
    return send(key, "POST", EVENTS, EVENT + rows);
  }

  private static String row(String id) {
    return id + ",Buy,p1,2026-08-01T08:00:00Z,1.5,a@example.org\n";
  }

  private static void checkAgain(Response first, Response again) {
    assertThat(again.header(SafeRetry.REPLAYED)).contains("true");
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void theAnswerComesWithTheEventsAndTheProducts() {
    Response brought = events("e", row("e1") + "wrong\n");
    Response put = send("p", "PUT", PRODUCTS, "productId,brandId\np1,b1\n");
    assertThat(Wire.text(brought)).contains("'events':1", "'refusedRows':1");
    assertThat(api.answersBeside)
        .extracting(KeptAnswer::body)
        .containsExactly(brought.body(), put.body());
    // Killed before the catalog had them, it puts them there as it opens.
    api.catalog.count(
        tables -> tables.answers().deleteBefore(api.clock.instant().plusSeconds(1), 10));
    for (KeptAnswer beside : api.answersBeside)
      api.catalog.count(tables -> {
        tables.answers().restore(beside);
        return true;
      });
    long revision = api.events.revision(11);
    checkAgain(brought, events("e", row("e1") + "wrong\n"));
    checkAgain(put, send("p", "PUT", PRODUCTS, "productId,brandId\np1,b1\n"));
    assertThat(api.events.revision(11)).isEqualTo(revision);
    assertThat(api.answersBeside).hasSize(2);
  }

  @Test
  void theAnswerOfALongImportComesWithItsLastPart() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; rows.length() < 9 << 20; i++) rows.append(row("e" + i + "x".repeat(200)));
    Response brought = events("e", rows.toString());
    assertThat(Wire.text(brought)).contains("'duplicates':0");
    assertThat(api.answersBeside).extracting(KeptAnswer::body).containsExactly(brought.body());
    assertThat(events("none", row("e1")).status()).isEqualTo(200);
    assertThat(
            api.watched("manager")
                .with("content-type", "text/csv")
                .send("POST", EVENTS, (EVENT + row("e2")).getBytes(UTF_8))
                .status())
        .isEqualTo(200);
    assertThat(api.answersBeside).as("without a key").hasSize(2);
  }

  @Test
  void anAnswerThatTheCatalogCannotTakeIsGivenAgainAllTheSame() {
    api.halting.halt(true);
    Response brought = events("e", row("e1"));
    Response put = send("p", "PUT", PRODUCTS, "productId,brandId\np1,b1\n");
    assertThat(List.of(brought.status(), put.status())).containsOnly(200);
    checkAgain(brought, events("e", row("e1")));
    api.halting.halt(false);
    checkAgain(brought, events("e", row("e1")));
    checkAgain(put, send("p", "PUT", PRODUCTS, "productId,brandId\np1,b1\n"));
    assertThat(events("e", row("e2")).status()).isEqualTo(422);
    api.clock.pass(ApiHarness.RETRY.plus(Duration.ofSeconds(1)));
    Response later = events("e", row("e2"));
    assertThat(Wire.text(later)).contains("'events':1");
    checkAgain(later, events("e", row("e2")));
  }

  @Test
  void anAnswerThatComesLateTakesNoOthersPlace() {
    events("e", row("e1"));
    api.clock.pass(ApiHarness.RETRY.plus(Duration.ofSeconds(1)));
    Response later = events("e", row("e2"));
    KeptAnswer first = api.answersBeside.getFirst();
    api.catalog.count(tables -> {
      tables.answers().restore(first);
      return true;
    });
    checkAgain(later, events("e", row("e2")));
  }
}
