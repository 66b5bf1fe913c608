package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRoutesTest {
  private static final String HEADER = "eventId,activity,productId,time,price,userId,Email\n";
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private Answer send(String method, String what, String type, byte[] body) {
    return api.manager.with("content-type", type).send(method, "/v1/retailers/11/" + what, body);
  }

  private Answer events(String rows) {
    return send("POST", "events", "text/csv", (HEADER + rows).getBytes(StandardCharsets.UTF_8));
  }

  private Answer products(String type, String text) {
    return send("PUT", "products", type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void check(Answer answer, List<Integer> counts, String... problems) {
    assertThat(answer.status()).isEqualTo(200);
    List<Integer> told =
        answer.at("/data/attributes").valueStream().map(count -> count.intValue()).toList();
    assertThat(told).isEqualTo(counts);
    assertThat(answer.problems()).containsExactly(problems);
    assertThat(answer.body().toString()).doesNotContain("example.org").doesNotContain("C1");
  }

  private int shoppers(String... brandIds) {
    Definition.Events bought =
        new Definition.Events(
            ShopperActivity.BUY,
            LookbackWindow.LAST_7_DAYS,
            Set.of(brandIds),
            Set.of(),
            NONE,
            NONE);
    return api.events
        .of(11)
        .shoppers(List.of(bought), LookbackWindow.cutOff(api.clock.instant()))
        .getFirst()
        .size();
  }

  @Test
  void an_event_counts_by_each_identifier_and_once_however_often_it_comes() {
    String row = "e1,Buy,p1,2026-08-01T08:00:00Z,1.5,C1,a@example.org\n";
    check(events(row), List.of(1, 1, 0, 0, 0));
    check(events(row + row + row.replace("e1", "e2")), List.of(3, 1, 2, 0, 0));
    assertThat(shoppers()).isEqualTo(2);
  }

  @Test
  void a_wrong_line_is_told_by_its_number_and_stops_no_other() {
    check(
        events(
            """
            e1,Buy,p1,2026-08-01T08:00:00Z,,C1,
            ,Buy,p1,2026-08-01T08:00:00Z,,C1,
            e2,Steal,p1,2026-08-01T08:00:00Z,,C1,
            e3,Buy,p1,yesterday,,C1,
            e4,Buy,p1,2026-08-01T08:00:00Z,-1,C1,
            e5,Buy,p1,2026-08-01T08:00:00Z,,,
            e6,Buy,p1,2026-08-01T09:41:00Z,,C1,
            e7,Buy,p1,2025-08-01T08:00:00Z,,C1,
            e8,Buy,p1,2026-08-01T08:00:00Z,,C1,no address
            e9,Buy,p1,2026-08-01T08:00:00Z,,"C1
            e10,Buy,p1,2026-08-01T10:00:00+02:00,,"C""2",
            e11,Buy,p1,2026-08-01T08:00:00Z,,C1,,,
            """),
        List.of(12, 3, 0, 9, 1),
        "required-field @line/3",
        "invalid-value @line/4",
        "invalid-value @line/5",
        "invalid-value @line/6",
        "required-field @line/7",
        "event-in-future @line/8",
        "event-too-old @line/9",
        "invalid-value @line/10",
        "invalid-value @line/11",
        "invalid-value @line/13");
    assertThat(shoppers()).isEqualTo(2);
  }

  @Test
  void an_unknown_column_or_retailer_is_refused_whole() {
    Answer column = products("text/csv", "productId,colour\np1,red\n");
    assertThat(column.status()).isEqualTo(400);
    assertThat(column.problems()).containsExactly("invalid-value @line/1");
    Answer retailer =
        api.manager
            .with("content-type", "text/csv")
            .send("POST", "/v1/retailers/999/events", HEADER.getBytes(StandardCharsets.UTF_8));
    assertThat(retailer.status()).isIn(403, 404);
  }

  @Test
  void ndjson_names_identifiers_by_type_and_tells_wrong_lines_too() {
    String row =
        "{'eventId':'e1','activity':'buy','productId':7,'time':'2026-08-01T08:00:00Z','price':2,"
            + "'identifiers':[{'type':'Email','value':'a@example.org'}]}\n";
    String half = row.replace("'e1'", "'e2'").replace("}]}", "},{'type':'Shoe','value':'9'}]}");
    String rows = row + "\nno json\n[]\n" + half + row.replace("'e1'", "'e3'").replace("a@", "b@");
    check(
        send(
            "POST",
            "events",
            "application/x-ndjson",
            rows.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
        List.of(5, 2, 0, 3, 0),
        "invalid-json @line/3",
        "invalid-value @line/4",
        "invalid-value @line/5");
    assertThat(shoppers()).isEqualTo(2);
  }

  @Test
  void products_are_replaced_by_id_whatever_form_they_come_in() {
    events("e1,Buy,p1,2026-08-01T08:00:00Z,,C1,\n");
    check(
        products("text/csv", "productId,brandId,categoryIds,price\np1,b1,c1|c2,1\n,b1,,\np2,,,x\n"),
        List.of(3, 1, 2),
        "required-field @line/3",
        "invalid-value @line/4");
    assertThat(shoppers("b1")).isOne();
    check(
        products(
            "application/x-ndjson",
            "{\"productId\":\"p1\",\"brandId\":\"b2\",\"categoryIds\":[\"c1\"],\"price\":1.5}"),
        List.of(1, 1, 0));
    assertThat(shoppers("b1")).isZero();
    assertThat(shoppers("b2")).isOne();
  }

  @Test
  void a_body_of_many_parts_comes_packed_and_whole() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 120_000; i++)
      rows.append("e")
          .append(i)
          .append(",Buy,p1,2026-08-01T08:00:00Z,,u")
          .append(i % 1000)
          .append(",\n");
    rows.append("bad\n");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(rows.toString().getBytes(StandardCharsets.UTF_8));
    }
    Answer answer =
        api.manager
            .with("content-encoding", "gzip")
            .with("content-type", "text/csv")
            .send("POST", "/v1/retailers/11/events", packed.toByteArray());
    check(answer, List.of(120_001, 120_000, 0, 1, 0), "required-field @line/120002");
    assertThat(shoppers()).isEqualTo(1_000);
  }
}
