package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.webhook.Webhook;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every problem code, asked for over the wire. */
class ProblemCodesTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";
  private static final String AUDIENCES = "/accounts/1/audiences";
  private static final String OWN = "/v1/accounts/1/audience-segments/";

  /** What takes more than a request, and the test that has it. */
  private static final Set<ProblemCode> ELSEWHERE =
      EnumSet.of(
          ProblemCode.UNAVAILABLE, // ApiTest
          ProblemCode.INTERNAL_ERROR, // ApiTest
          ProblemCode.IDEMPOTENCY_KEY_IN_USE, // SafeRetryTest
          ProblemCode.STREAMS_LIMIT_EXCEEDED); // EventStreamsTest

  private final ApiHarness api = new ApiHarness();
  private final Set<ProblemCode> told = EnumSet.noneOf(ProblemCode.class);
  private final String mails = api.list("mails", "Email");
  private final String loyal = api.audience("loyal", in(mails));

  @AfterEach
  void close() {
    api.close();
  }

  private static String in(String segment) {
    return "{'audienceSegmentId':'" + segment + "'}";
  }

  /** Holds the one problem of an answer, to the whole request or to an item, to its code. */
  private void tells(ProblemCode code, Answer answer) {
    assertThat(answer.status())
        .as("%s %s", code, answer.body())
        .isEqualTo(answer.status() == 200 ? 200 : code.status());
    assertThat(answer.text("/errors/0/code")).isEqualTo(code.code());
    assertThat(answer.text("/errors/0/type")).isEqualTo(code.type().wireName());
    assertThat(answer.text("/errors/0/title")).isEqualTo(code.title());
    told.add(code);
  }

  private Answer segment(String attributes) {
    return api.manager.post(SEGMENTS + "/create", "{'data':[{'attributes':{" + attributes + "}}]}");
  }

  private Answer named(String name) {
    return segment(
        "'name':'" + name + "','retailerId':'11','contactList':{'identifierType':'Email'}");
  }

  private Answer audience(String algebra) {
    return api.manager.post(
        AUDIENCES + "/create",
        "{'data':[{'attributes':{'name':'other','retailerId':'11','algebra':" + algebra + "}}]}");
  }

  private Answer delete(String path, String id) {
    return api.manager.post(path + "/delete", "{'data':[{'id':'" + id + "'}]}");
  }

  private Answer amend(String path, String attributes) {
    return api.manager.post(
        path + "/add-remove", "{'data':{'attributes':{'operation':'add'," + attributes + "}}}");
  }

  @Test
  void everyCodeIsTold() throws Exception {
    segments();
    audiences();
    lists();
    lineItems();
    sharing();
    events();
    runs();
    estimates();
    history();
    webhooks();
    requests();
    callers();
    EnumSet<ProblemCode> expected = EnumSet.allOf(ProblemCode.class);
    expected.removeAll(ELSEWHERE);
    assertThat(told).isEqualTo(expected);
  }

  private void segments() {
    tells(ProblemCode.SEGMENT_NOT_FOUND, delete(SEGMENTS, "98765"));
    tells(ProblemCode.NAME_MUST_BE_UNIQUE, named("mails"));
    tells(ProblemCode.NAME_MUST_NOT_BE_EMPTY, named(" "));
    tells(ProblemCode.NAME_TOO_LONG, named("n".repeat(257)));
    String named = "'name':'x','retailerId':'11'";
    tells(
        ProblemCode.DESCRIPTION_TOO_LONG,
        segment(
            named
                + ",'contactList':{'identifierType':'Email'},'description':'"
                + "d".repeat(501)
                + "'"));
    tells(ProblemCode.SEGMENT_TYPE_REQUIRED, segment(named));
    tells(
        ProblemCode.EVENTS_NOT_SUPPORTED,
        segment(named + ",'events':{'shopperActivity':'Buy','lookbackDays':'Last7Days'}"));
    tells(ProblemCode.IDENTIFIER_TYPE_REQUIRED, segment(named + ",'contactList':{}"));
    tells(
        ProblemCode.RETAILER_NOT_FOUND,
        segment("'name':'x','retailerId':'99','contactList':{'identifierType':'Email'}"));
    tells(
        ProblemCode.IDENTIFIER_TYPE_IMMUTABLE,
        api.manager.patch(
            SEGMENTS,
            "{'data':[{'id':'"
                + mails
                + "','attributes':{'contactList':{'identifierType':'CustomerId'}}}]}"));
    tells(ProblemCode.SEGMENT_MUST_NOT_BE_USED_IN_AUDIENCE, delete(SEGMENTS, mails));
    tells(
        ProblemCode.SEGMENT_DIFFERS,
        api.manager.put(
            OWN + "by-name/mails",
            "{'data':{'attributes':{'retailerId':'11','contactList':{'identifierType':'CustomerId'}}}}"));
    tells(
        ProblemCode.BULK_LIMIT_EXCEEDED,
        api.manager.post(
            SEGMENTS + "/delete",
            "{'data':[" + String.join(",", Collections.nCopies(1001, "{'id':'1'}")) + "]}"));
  }

  private void audiences() {
    tells(ProblemCode.AUDIENCE_NOT_FOUND, delete(AUDIENCES, "98765"));
    tells(ProblemCode.ALGEBRA_INVALID_NODE, audience("{}"));
    tells(
        ProblemCode.ALGEBRA_TOO_DEEP, audience("{'and':[".repeat(9) + in(mails) + "]}".repeat(9)));
    tells(
        ProblemCode.ALGEBRA_TOO_LARGE,
        audience("{'or':[" + String.join(",", Collections.nCopies(1001, in(mails))) + "]}"));
    tells(ProblemCode.AUDIENCE_SIZE_UNBOUNDED, audience("{'not':" + in(mails) + "}"));
    tells(
        ProblemCode.SEGMENT_RETAILER_MISMATCH,
        audience(in(api.list(Seed.MARKET, "away", "Email"))));
  }

  private void lists() {
    String list = "/audience-segments/" + mails + "/contact-list";
    tells(
        ProblemCode.IDENTIFIER_TYPE_MISMATCH,
        amend(list, "'identifierType':'CustomerId','identifiers':['a']"));
    tells(
        ProblemCode.IDENTIFIERS_LIMIT_EXCEEDED,
        amend(
            list,
            "'identifiers':[" + String.join(",", Collections.nCopies(50_001, "'a@b.cc'")) + "]"));
    String events =
        api.manager
            .speaking(Version.PREVIEW)
            .post(
                SEGMENTS + "/create",
                "{'data':[{'attributes':{'name':'buyers','retailerId':'11','events':{'shopperActivity':'Buy','lookbackDays':'Last7Days'}}}]}")
            .id();
    tells(
        ProblemCode.SEGMENT_NOT_CONTACT_LIST,
        api.manager.get(SEGMENTS + "/" + events + "/contact-list"));
    Answer shared =
        api.as("owner")
            .post(
                "/accounts/3/audience-segments/create",
                "{'data':[{'attributes':{'name':'shared','retailerId':'11','contactList':{'identifierType':'Email'}}}]}");
    api.as("owner")
        .put(
            "/v1/accounts/3/audience-segments/" + shared.id() + "/sharing",
            "{'data':{'attributes':{'sharingStatus':'SharedWithAll'}}}");
    tells(
        ProblemCode.SEGMENT_READ_ONLY,
        amend("/audience-segments/" + shared.id() + "/contact-list", "'identifiers':['a@b.cc']"));
  }

  private void lineItems() {
    String lineItem = "{'data':{'attributes':{'accountId':'1','retailerId':'%s','name':'x'}}}";
    api.manager.put("/v1/line-items/7", lineItem.formatted("11"));
    tells(
        ProblemCode.LINE_ITEM_IMMUTABLE,
        api.manager.put("/v1/line-items/7", lineItem.formatted("12")));
    tells(ProblemCode.LINE_ITEM_NOT_FOUND, api.manager.get("/v1/line-items/8"));
    api.manager.put(
        "/preferred-line-items/7/targeting/audiences",
        "{'data':{'attributes':{'scope':'include','audienceIds':['" + loyal + "']}}}");
    tells(ProblemCode.AUDIENCE_MUST_NOT_BE_USED_IN_LINE_ITEM, delete(AUDIENCES, loyal));
    csv(
        "POST",
        "/v1/impressions",
        "impressionId,lineItemId,time,identifierType,identifier,count\ni1,7,2026-08-01T09:00:00Z,,,3\n");
    api.manager.put(
        "/preferred-line-items/7/targeting/audiences",
        "{'data':{'attributes':{'scope':'include','audienceIds':[]}}}");
    delete(AUDIENCES, loyal);
    tells(ProblemCode.SEGMENT_HAS_SERVED_IMPRESSIONS, delete(SEGMENTS, mails));
  }

  private Answer csv(String method, String path, String rows) {
    return api.manager
        .with("content-type", "text/csv")
        .send(method, path, rows.getBytes(StandardCharsets.UTF_8));
  }

  private void sharing() {
    String everyone = "{'data':{'attributes':{'sharingStatus':'SharedWithAll'}}}";
    tells(ProblemCode.SEGMENT_NOT_SHAREABLE, api.manager.put(OWN + mails + "/sharing", everyone));
    Client owner = api.as("owner");
    String list = owner.post("/accounts/3/audience-segments/search", "{}").text("/data/0/id");
    tells(
        ProblemCode.ACCOUNT_NOT_FOUND,
        owner.put(
            "/v1/accounts/3/audience-segments/" + list + "/sharing",
            "{'data':{'attributes':{'sharingStatus':'SharedWithDemandAccounts','accountIds':['99']}}}"));
  }

  private void events() {
    String head = "eventId,activity,productId,time,price,CustomerId\n";
    tells(
        ProblemCode.EVENT_TOO_OLD,
        csv("POST", "/v1/retailers/11/events", head + "e1,Buy,p1,2020-08-01T08:00:00Z,1,C1\n"));
    tells(
        ProblemCode.EVENT_IN_FUTURE,
        csv("POST", "/v1/retailers/11/events", head + "e2,Buy,p1,2030-08-01T08:00:00Z,1,C1\n"));
  }

  private void runs() {
    tells(ProblemCode.COMPUTATION_NOT_FOUND, api.manager.get("/v1/computations/98765"));
    tells(ProblemCode.SNAPSHOT_NOT_FOUND, api.manager.get("/v1/snapshots/98765"));
  }

  private void history() {
    tells(ProblemCode.OPERATION_NOT_FOUND, api.manager.get("/v1/operations/98765"));
    String list = OWN + api.list("replaced", "Email");
    amend(
        list.replace("/v1/accounts/1", "") + "/contact-list", "'identifiers':['a@b.cc','c@d.ee']");
    String operation = api.manager.get(list + "/history").text("/data/0/id");
    tells(ProblemCode.REPLACEMENT_NOT_FOUND, api.manager.get(list + "/replace/98765"));
    String one = list + "/replace/" + api.manager.post(list + "/replace", "").text("/data/id");
    tells(ProblemCode.REPLACEMENT_REMOVES_TOO_MUCH, api.manager.post(one + "/commit", ""));
    api.manager.post(one + "/commit?force=true", "");
    tells(ProblemCode.REPLACEMENT_CLOSED, amend(one, "'identifiers':['a@b.cc']"));
    Answer opened = api.manager.post(list + "/replace", "");
    while (opened.status() == 201) opened = api.manager.post(list + "/replace", "");
    tells(ProblemCode.REPLACEMENTS_LIMIT_EXCEEDED, opened);
    api.clock.pass(ApiHarness.HISTORY.plusDays(1));
    tells(ProblemCode.HISTORY_GONE, api.manager.get("/v1/operations/" + operation));
  }

  private void webhooks() {
    String hooks = "/v1/accounts/1/webhooks";
    String draft =
        "{'data':{'attributes':{'url':'https://example.com','events':['operation.live']}}}";
    tells(ProblemCode.WEBHOOK_NOT_FOUND, api.manager.get(hooks + "/98765"));
    String one = hooks + "/" + api.manager.post(hooks, draft).id();
    tells(ProblemCode.DELIVERY_NOT_FOUND, api.manager.post(one + "/deliveries/98765/retry", ""));
    api.webhookStore.disable(
        api.webhookStore.list(1).getFirst().id(),
        new Webhook.Disabled(api.clock.instant(), "it is gone"));
    tells(ProblemCode.WEBHOOK_DISABLED, api.manager.post(one + "/test", ""));
    Answer added = api.manager.post(hooks, draft);
    while (added.status() == 201) added = api.manager.post(hooks, draft);
    tells(ProblemCode.WEBHOOKS_LIMIT_EXCEEDED, added);
  }

  private void requests() {
    String search = SEGMENTS + "/search";
    tells(ProblemCode.REQUIRED_FIELD, api.manager.post(SEGMENTS + "/create", "{}"));
    tells(ProblemCode.INVALID_JSON, api.manager.post(search, "{"));
    tells(ProblemCode.INVALID_VALUE, api.manager.post(search, "{'data':7}"));
    tells(ProblemCode.INVALID_PAGING, api.manager.post(search + "?limit=501", "{}"));
    tells(
        ProblemCode.BODY_TOO_LARGE,
        api.manager.with("content-length", "1000000000").post(search, "{}"));
    tells(
        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
        api.manager.with("content-type", "text/plain").post(search, "{}"));
    tells(
        ProblemCode.IDEMPOTENCY_KEY_INVALID,
        api.manager.with("idempotency-key", "two words").post(SEGMENTS + "/create", "{}"));
    Client keyed = api.manager.with("idempotency-key", "one");
    keyed.post(SEGMENTS + "/delete", "{'data':[]}");
    tells(ProblemCode.IDEMPOTENCY_KEY_REUSED, keyed.post(SEGMENTS + "/create", "{'data':[]}"));
    tells(ProblemCode.ROUTE_NOT_FOUND, api.manager.get("/nowhere"));
    tells(ProblemCode.METHOD_NOT_ALLOWED, api.manager.put("/me", "{}"));
    tells(ProblemCode.VERSION_UNKNOWN, Answer.of(api.unsigned().get("/2031-01/retail-media/me")));
    tells(ProblemCode.VERSION_RETIRED, Answer.of(api.unsigned().get("/2025-10/retail-media/me")));
  }

  private void callers() {
    tells(ProblemCode.AUTHORIZATION_TOKEN_INVALID, api.as("unknown").get("/me"));
    String token = api.token("manager");
    api.clock.pass(Duration.ofMinutes(15));
    tells(ProblemCode.AUTHORIZATION_TOKEN_EXPIRED, api.as(token).get("/me"));
    tells(ProblemCode.PERMISSION_DENIED, api.manager.get("/v1/retailers/99"));
    Client limited =
        api.as(
            new Application(
                300,
                1,
                "limited",
                "limited",
                "",
                Set.copyOf(Arrays.asList(Permission.values())),
                Set.of(Seed.BRAND),
                OptionalInt.of(1),
                true));
    limited.get("/me");
    tells(ProblemCode.RATE_LIMIT_EXCEEDED, limited.get("/me"));
  }

  /** The events let nobody read them until both have asked. */
  private void estimates() throws Exception {
    FutureTask<Answer> older = new FutureTask<>(this::estimate);
    FutureTask<Answer> newer = new FutureTask<>(this::estimate);
    synchronized (api.events) {
      askAndWait(older);
      askAndWait(newer);
    }
    tells(ProblemCode.ESTIMATE_SUPERSEDED, older.get());
    assertThat(newer.get().status()).isEqualTo(200);
  }

  private Answer estimate() {
    return api.manager
        .speaking(Version.PREVIEW)
        .post(
            SEGMENTS + "/estimate-size",
            "{'data':{'attributes':{'channel':'onsite','retailerId':'11',"
                + "'events':{'shopperActivity':'View','lookbackDays':'Last7Days'}}}}");
  }

  /** Asks in another thread, until that waits for the events. */
  private void askAndWait(FutureTask<Answer> question) {
    Thread asking = Thread.ofPlatform().start(question);
    int events = System.identityHashCode(api.events);
    while (!question.isDone()) {
      ThreadInfo now = ManagementFactory.getThreadMXBean().getThreadInfo(asking.threadId());
      LockInfo waitsFor = now == null ? null : now.getLockInfo();
      if (waitsFor != null && waitsFor.getIdentityHashCode() == events) return;
      Thread.onSpinWait();
    }
  }
}
