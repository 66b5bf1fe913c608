package dev.rollcall.http;

import static dev.rollcall.http.Method.DELETE;
import static dev.rollcall.http.Method.PATCH;
import static dev.rollcall.http.Method.POST;
import static dev.rollcall.http.Method.PUT;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.compute.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every write of the API, each with a request that has an effect when it is carried out after those
 * before it, and with what tells that effect, once or twice, from none.
 */
final class Writes {
  private static final String OWN_LISTS = "/v1/accounts/1/audience-segments/";
  private static final String LISTS = "/accounts/1/audience-segments";
  private static final String AUDIENCES = "/accounts/1/audiences";
  private static final String TARGETING = "/preferred-line-items/7/targeting/audiences";
  private static final String CSV = "text/csv";

  private final ApiHarness api;
  private final Client owner;
  private final List<Write> writes = new ArrayList<>();

  /**
   * A write.
   *
   * @param application whose it is
   * @param path all of it
   * @param type of the body
   * @param json the body, with single quotes in the place of double ones
   * @param seen what its effect shows in
   */
  record Write(
      String application,
      Method method,
      String path,
      String type,
      String json,
      Supplier<Object> seen) {
    byte[] body() {
      return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Fills an API that has the {@link Seed} alone with what the writes are about. */
  Writes(ApiHarness api) {
    this.api = api;
    this.owner = api.as("owner");
    String list = api.list("mails", "Email");
    api.add(list, "'a@example.com'");
    String operation = api.manager.get(OWN_LISTS + list + "/history").text("/data/0/id");
    String audience = api.audience("loyal", in(list));
    String second = api.audience("second", in(list));
    api.manager.put("/v1/line-items/7", lineItem("seven"));
    api.compute();
    String snapshot = api.manager.get("/v1/snapshots").text("/data/0/id");
    api.compute();
    running(snapshot);
    log(list, operation);
    replacing();
    sharing();
    targeting(audience, second);
    webhooks();
    imports();
    segments(list);
    audiences(list, audience);
  }

  List<Write> all() {
    return List.copyOf(writes);
  }

  private void write(Method method, String path, String json, Supplier<Object> seen) {
    write("manager", method, path, Accepts.JSON, json, seen);
  }

  private void write(
      String application,
      Method method,
      String path,
      String type,
      String json,
      Supplier<Object> seen) {
    String whole = path.startsWith("/v1/") ? path : "/2027-01/retail-media" + path;
    writes.add(new Write(application, method, whole, type, json, seen));
  }

  private void running(String snapshot) {
    String published = "/v1/snapshots/" + snapshot;
    write(
        POST,
        published + "/publish",
        "",
        () -> api.manager.get(published).at("/data/attributes/published"));
    write(
        POST,
        "/v1/computations",
        "",
        () ->
            api.manager.get("/v1/computations?limit=100").attribute("trigger").stream()
                .filter("manual"::equals)
                .count());
  }

  private void log(String list, String operation) {
    String path = "/audience-segments/" + list + "/contact-list/";
    String own = OWN_LISTS + list;
    write(POST, path + "add-remove", amendment("b@example.com"), this::logged);
    write(POST, own + "/history/" + operation + "/undo", "", this::logged);
    write(POST, path + "clear", "", this::logged);
    String moment = "{'data':{'attributes':{'operation':'" + operation + "'}}}";
    write(POST, own + "/restore", moment, this::logged);
  }

  private void replacing() {
    String list = api.list("replaced", "Email");
    String path = OWN_LISTS + list + "/replace";
    write(POST, path, "", this::staged);
    String committed = replacement(list);
    write(POST, committed + "/add-remove", amendment("c@example.com"), this::logged);
    write(POST, committed + "/commit", "", this::logged);
    write(DELETE, replacement(list), "", this::staged);
  }

  private void sharing() {
    String list =
        owner.post("/accounts/3/audience-segments/create", drafts("shared", "CustomerId")).id();
    String path = "/v1/accounts/3/audience-segments/" + list + "/sharing";
    String everyone = "{'data':{'attributes':{'sharingStatus':'SharedWithAll'}}}";
    Supplier<Object> seen = () -> owner.get(path).at("/data/attributes");
    write("owner", PUT, path, Accepts.JSON, everyone, seen);
    write("owner", DELETE, path, Accepts.JSON, "", seen);
  }

  private void targeting(String audience, String second) {
    Supplier<Object> seen = () -> api.manager.get(TARGETING).at("/data/attributes");
    String more = "{'data':{'attributes':{'audienceIds':['%s']}}}";
    write(
        PUT,
        TARGETING,
        "{'data':{'attributes':{'scope':'include','audienceIds':['" + audience + "']}}}",
        seen);
    write(POST, TARGETING + "/append", more.formatted(second), seen);
    write(POST, TARGETING + "/delete", more.formatted(second), seen);
    write(
        PUT, "/v1/line-items/8", lineItem("eight"), () -> api.manager.get("/v1/line-items").ids());
    write(
        PATCH,
        "/v1/retailers/11",
        "{'data':{'attributes':{'publication':'scheduled'}}}",
        () -> api.manager.get("/v1/retailers/11").at("/data/attributes/publication"));
  }

  private void webhooks() {
    String all = "/v1/accounts/1/webhooks";
    String draft =
        "{'data':{'attributes':{'url':'https://example.com','events':['operation.live']}}}";
    String one = all + "/" + api.manager.post(all, draft).id();
    String sent = one + "/deliveries/" + api.manager.post(one + "/test", "").id();
    Supplier<Object> seen =
        () -> List.of(api.webhookStore.list(1), api.manager.get(one + "/deliveries").ids());
    write(POST, all, draft, seen);
    write(POST, one + "/rotate-secret", "", seen);
    write(POST, one + "/test", "", seen);
    long id = api.webhookStore.list(1).getFirst().id();
    Webhook.Disabled lost = new Webhook.Disabled(api.clock.instant(), "lost");
    api.webhookStore.disable(id, lost); // what is open is given up, to be retried below
    api.webhookStore.enable(id);
    String disabled = api.manager.post(all, draft).id();
    api.webhookStore.disable(Long.parseLong(disabled), lost);
    write(
        POST,
        all + "/" + disabled + "/enable",
        "",
        () -> api.webhookStore.list(1).stream().map(Webhook::disabled).toList());
    write(POST, sent + "/retry", "", () -> api.manager.get(one + "/deliveries").attribute("state"));
    write(DELETE, one, "", () -> api.webhookStore.list(1));
  }

  private void imports() {
    write(
        "manager",
        POST,
        "/v1/impressions",
        CSV,
        "impressionId,lineItemId,time,identifierType,identifier,count\ni1,7,2026-08-01T09:00:00Z,Email,a@example.com,\n",
        () -> api.manager.get("/v1/accounts/1/impressions").at("/data"));
    String retailer = "/v1/retailers/11/";
    write(
        "manager",
        PUT,
        retailer + "products",
        CSV,
        "productId,brandId\np1,b1\n",
        () -> api.events.revision(11));
    write(
        "manager",
        POST,
        retailer + "events",
        CSV,
        "eventId,activity,productId,time,price,Email\ne1,Buy,p1,2026-08-01T08:00:00Z,1.5,a@example.com\n",
        this::buyers);
    write(
        "manager",
        POST,
        retailer + "identities",
        CSV,
        "CustomerId,Email\nC1,a@example.com\n",
        this::logged);
  }

  private void segments(String list) {
    Supplier<Object> seen =
        () -> api.manager.post(LISTS + "/search?limit=100", "{}").attribute("name");
    write(POST, LISTS + "/create", drafts("created", "Email"), seen);
    write(
        PUT,
        OWN_LISTS + "by-name/named",
        "{'data':{'attributes':{'retailerId':'11','contactList':{'identifierType':'Email'}}}}",
        seen);
    write(PATCH, LISTS, renamed(list), seen);
    write(POST, LISTS + "/delete", only(api.list("deleted", "Email")), seen);
  }

  private void audiences(String list, String audience) {
    Supplier<Object> seen =
        () -> api.manager.post(AUDIENCES + "/search?limit=100", "{}").attribute("name");
    write(
        POST,
        AUDIENCES + "/create",
        "{'data':[{'attributes':{'name':'created','retailerId':'11','algebra':" + in(list) + "}}]}",
        seen);
    write(PATCH, AUDIENCES, renamed(audience), seen);
    write(POST, AUDIENCES + "/delete", only(api.audience("deleted", in(list))), seen);
  }

  /** Records of the log: one more for each thing done to a list or a graph. */
  private long logged() {
    return api.populations.position();
  }

  private long staged() {
    return api.catalog.<Integer>read(tables -> tables.stages().list().size());
  }

  private long buyers() {
    return api.events
        .of(11)
        .shoppers(
            List.of(
                new Definition.Events(
                    ShopperActivity.BUY,
                    LookbackWindow.LAST_7_DAYS,
                    Set.of(),
                    Set.of(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty())),
            LookbackWindow.cutOff(api.clock.instant()))
        .getFirst()
        .size();
  }

  private String replacement(String list) {
    return OWN_LISTS
        + list
        + "/replace/"
        + api.manager.post(OWN_LISTS + list + "/replace", "").text("/data/id");
  }

  private static String in(String list) {
    return "{'audienceSegmentId':'" + list + "'}";
  }

  private static String lineItem(String name) {
    return "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'" + name + "'}}}";
  }

  private static String amendment(String identifier) {
    return "{'data':{'attributes':{'operation':'add','identifiers':['" + identifier + "']}}}";
  }

  private static String drafts(String name, String type) {
    return "{'data':[{'attributes':{'name':'%s','retailerId':'11','contactList':{'identifierType':'%s'}}}]}"
        .formatted(name, type);
  }

  private static String renamed(String id) {
    return "{'data':[{'id':'" + id + "','attributes':{'name':'renamed'}}]}";
  }

  private static String only(String id) {
    return "{'data':[{'id':'" + id + "'}]}";
  }
}
