package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

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
    try (Sockets sockets = new Sockets(api);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String name = "shared " + round;
        List<Callable<Answer>> creators = new ArrayList<>();
        for (int i = 0; i < 16; i++)
          creators.add(() -> sockets.post(SEGMENTS + "/create", draft(name)));
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
  void aBodyOfTenMegabytesIsTaken() throws Exception {
    String id = api.list("customers", "CustomerId");
    String body = amendment("add", 0, CHUNK, 204);
    assertThat(body.length()).isGreaterThan(10 << 20);
    try (Sockets sockets = new Sockets(api)) {
      Answer answer = sockets.post("/audience-segments/" + id + "/contact-list/add-remove", body);
      assertThat(answer.at("/data/nbValidIdentifiers").intValue()).isEqualTo(CHUNK);
    }
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
  void idsOfAudiencesAndLineItemsAreReadAsNumbersToo() {
    String segment = api.list("one", "CustomerId");
    String audience =
        api.manager
            .post(
                "/accounts/1/audiences/create",
                "{'data':[{'attributes':{'name':'a','retailerId':11,'algebra':{'or':[{'audienceSegmentId':"
                    + segment
                    + "}]}}}]}")
            .id();
    assertThat(
            api.manager
                .post(
                    "/accounts/1/audiences/search",
                    "{'data':{'attributes':{'audienceIds':[%s],'audienceSegmentIds':[%s],'retailerIds':[11]}}}"
                        .formatted(audience, segment))
                .ids())
        .containsExactly(audience);
    assertThat(
            api.manager
                .put(
                    "/v1/line-items/7",
                    "{'data':{'attributes':{'accountId':1,'retailerId':11,'name':'x'}}}")
                .id())
        .isEqualTo("7");
    String targets = "{'data':{'attributes':{'scope':'include','audienceIds':[" + audience + "]}}}";
    String targeting = "/preferred-line-items/7/targeting/audiences";
    for (Answer answer :
        List.of(
            api.manager.put(targeting, targets), api.manager.post(targeting + "/append", targets)))
      assertThat(answer.at("/data/attributes/audienceIds").toString())
          .isEqualTo("[\"" + audience + "\"]");
    assertThat(api.manager.post(targeting + "/delete", targets).problems()).isEmpty();
    Client preview = api.manager.speaking(Version.PREVIEW);
    String sizes = "{'data':{'attributes':{'channel':'onsite','ids':[" + audience + "]}}}";
    assertThat(preview.post("/accounts/1/audiences/compute-sizes", sizes).problems()).isEmpty();
    String estimate =
        "{'data':{'attributes':{'channel':'onsite','retailerId':11,'algebra':{'audienceSegmentId':"
            + segment
            + "}}}}";
    assertThat(preview.post("/accounts/1/audiences/estimate-size", estimate).problems()).isEmpty();
    String deleted = "{'data':[{'id':" + audience + "}]}";
    assertThat(api.manager.post("/accounts/1/audiences/delete", deleted).ids())
        .containsExactly(audience);
  }
}
