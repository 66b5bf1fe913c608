package dev.rollcall.http;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Identities;
import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.LineItems;
import dev.rollcall.audience.MemoryAmendmentLog;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Retailers;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.Sharings;
import dev.rollcall.audience.events.EventImports;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.audience.history.ListRevisions;
import dev.rollcall.audience.history.MemoryOperationHistory;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.audience.history.Replacements;
import dev.rollcall.audience.history.Retention;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.Impressions;
import dev.rollcall.compute.LocalEngine;
import dev.rollcall.compute.Lookups;
import dev.rollcall.compute.MemoryComputationHistory;
import dev.rollcall.compute.MemorySnapshotStore;
import dev.rollcall.compute.Operations;
import dev.rollcall.compute.Pulse;
import dev.rollcall.compute.Sizes;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.compute.WatchedComputations;
import dev.rollcall.compute.explain.Explanations;
import dev.rollcall.compute.explain.MemoryAuditTrail;
import dev.rollcall.compute.webhook.MemoryWebhookStore;
import dev.rollcall.compute.webhook.Outbox;
import dev.rollcall.compute.webhook.SecretSeal;
import dev.rollcall.compute.webhook.WebhookStore;
import dev.rollcall.compute.webhook.Webhooks;
import dev.rollcall.contract.published.PublishedDocuments;
import dev.rollcall.http.access.BearerSignIn;
import dev.rollcall.http.access.Directory;
import dev.rollcall.http.access.OwnRoutes;
import dev.rollcall.http.access.TokenRoutes;
import dev.rollcall.http.access.Tokens;
import dev.rollcall.http.events.EventStreams;
import dev.rollcall.http.openapi.OpenApiRoutes;
import dev.rollcall.http.operations.HealthRoutes;
import dev.rollcall.http.operations.MetricsRoutes;
import dev.rollcall.http.retailmedia.AudienceRoutes;
import dev.rollcall.http.retailmedia.ContactListRoutes;
import dev.rollcall.http.retailmedia.ReplacementRoutes;
import dev.rollcall.http.retailmedia.SegmentRoutes;
import dev.rollcall.http.retailmedia.SizeRoutes;
import dev.rollcall.http.retailmedia.TargetingRoutes;
import dev.rollcall.http.v1.CapabilityRoutes;
import dev.rollcall.http.v1.ComputationRoutes;
import dev.rollcall.http.v1.EventRoutes;
import dev.rollcall.http.v1.ExplainRoutes;
import dev.rollcall.http.v1.HistoryRoutes;
import dev.rollcall.http.v1.IdentityRoutes;
import dev.rollcall.http.v1.ImpressionRoutes;
import dev.rollcall.http.v1.LineItemRoutes;
import dev.rollcall.http.v1.LookupRoutes;
import dev.rollcall.http.v1.MessageJson;
import dev.rollcall.http.v1.OperationRoutes;
import dev.rollcall.http.v1.OverlapRoutes;
import dev.rollcall.http.v1.RetailerRoutes;
import dev.rollcall.http.v1.SharingRoutes;
import dev.rollcall.http.v1.SnapshotRoutes;
import dev.rollcall.http.v1.WebhookRoutes;
import dev.rollcall.http.webhook.SocketCourier;
import dev.rollcall.http.webhook.Targets;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole API over memory, as the {@link Seed} fills it, with no socket before it. */
public final class ApiHarness implements AutoCloseable {
  /** With nanoseconds, so that a time told more finely than it should be shows. */
  public static final Instant START = Instant.parse("2026-08-01T09:30:00.123456789Z");

  /** How far back history is told. */
  public static final Duration HISTORY = Duration.ofDays(30);

  /** How long keys are remembered. */
  public static final Duration RETRY = Duration.ofHours(24);

  public final TestClock clock = new TestClock(START);
  final HaltingCatalog halting = new HaltingCatalog(new MemoryCatalog());
  public final JoiningCatalog catalog = new JoiningCatalog(halting);
  public final Populations populations = Populations.inMemory();
  public final AmendmentLog log = new MemoryAmendmentLog(populations);
  final List<KeptAnswer> answersBeside = new ArrayList<>();
  public final MemoryShoppingEvents events = new MemoryShoppingEvents(answersBeside::add);
  private final EventSegments eventSegments = new EventSegments(events, populations, log, clock);
  private final SnapshotStore snapshots = new MemorySnapshotStore();

  /** Closed, it fails the computations that have something to compute. */
  public final LocalEngine engine = new LocalEngine(1, 1 << 20);

  private final KeySecrets secrets = new KeySecrets(new byte[32]);
  private final BodyWorkers workers = new BodyWorkers(1);
  private final Pulse pulse = new Pulse();
  private final WatchedComputations watched =
      new WatchedComputations(new MemoryComputationHistory(catalog), pulse::hint);

  public final EventStreams streams = new EventStreams(pulse, System::nanoTime);

  private Supplier<Outbox> sending =
      () -> {
        throw new IllegalStateException("not ready");
      };
  public final WebhookStore webhookStore = new MemoryWebhookStore(catalog);
  private final SocketCourier courier = new SocketCourier(Targets.PUBLIC);
  private final Computations computations;
  private final Api api;
  private final OperationHistory history = new MemoryOperationHistory();
  private final OperationRecorder recorder = new OperationRecorder(history, catalog);
  private final Wire wire;
  private final Map<String, Application> named = new ConcurrentHashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Tokens tokens = new Tokens(new byte[32], clock);
  private final Directory directory = new Directory(catalog);

  final PublishedDocuments published = new PublishedDocuments();
  final OwnDocuments own;

  /** All that is served. */
  final List<Route> routes;

  /** May do everything on the brand. */
  public final Client manager;

  /** May do everything on the stranger's account. */
  public final Client stranger;

  public ApiHarness() {
    Seed.fill(catalog);
    populations.observe(recorder);
    computations =
        new Computations(
            catalog,
            populations,
            eventSegments,
            snapshots,
            watched,
            engine,
            clock,
            System::nanoTime,
            5);
    routes = new ArrayList<>(safeRetry().around(routes()));
    routes.addAll(new OpenApiRoutes(routes).routes());
    own = new OwnDocuments(routes);
    Seed.APPLICATIONS.forEach(app -> named.put(app.name(), app));
    api =
        new Api(
            routes,
            this::signIn,
            new RateLimits(RateLimits.USUAL_PER_MINUTE, clock),
            new TraceIds(new Random(1)::nextLong),
            meters,
            clock);
    wire = Wire.to(new Watch(api, this::check));
    manager = as("manager");
    stranger = as("stranger");
  }

  /** Holds each exchange of each test to the documents. */
  private void check(Exchange exchange) {
    exchange.hold(published);
    own.check(exchange);
  }

  private List<Route> routes() {
    LineItems lineItems = new LineItems(catalog);
    Retailers retailers = new Retailers(catalog);
    ContactLists lists = new ContactLists(catalog, log, populations, secrets, clock);
    List<Route> routes = new ArrayList<>();
    Segments segments = new Segments(catalog, log, clock);
    Audiences audiences = new Audiences(catalog, Limits.DEFAULT, clock);
    Sizes sizes = new Sizes(catalog, segments, audiences, populations, events, secrets, clock);
    routes.addAll(new SegmentRoutes(segments, Limits.DEFAULT).routes());
    routes.addAll(new AudienceRoutes(audiences, Limits.DEFAULT).routes());
    routes.addAll(new SizeRoutes(sizes, Limits.DEFAULT).routes());
    routes.addAll(new OverlapRoutes(sizes).routes());
    routes.addAll(new ContactListRoutes(lists, sizes, workers).routes());
    routes.addAll(history(lists));
    routes.addAll(impressions());
    routes.addAll(new SharingRoutes(new Sharings(catalog, clock)).routes());
    routes.addAll(new OwnRoutes(catalog).routes());
    routes.addAll(new TargetingRoutes(lineItems).routes());
    routes.addAll(new LineItemRoutes(lineItems).routes());
    routes.addAll(new RetailerRoutes(retailers, populations, computations).routes());
    routes.addAll(
        new IdentityRoutes(retailers, new Identities(log, secrets, clock), workers).routes());
    routes.addAll(
        new EventRoutes(
                retailers, new EventImports(events, secrets, Duration.ofDays(190), clock), workers)
            .routes());
    routes.addAll(
        new LookupRoutes(new Lookups(catalog, populations, snapshots, secrets, clock)).routes());
    routes.addAll(new ComputationRoutes(computations, watched, streams).routes());
    routes.addAll(new SnapshotRoutes(snapshots, computations, segments).routes());
    routes.addAll(new CapabilityRoutes(Limits.DEFAULT, RETRY).routes());
    PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    routes.addAll(new HealthRoutes(List.of()).routes());
    routes.addAll(new MetricsRoutes(scraped).routes());
    routes.addAll(new TokenRoutes(tokens, directory).routes());
    return routes;
  }

  private List<Route> impressions() {
    Lookups lookups = new Lookups(catalog, populations, snapshots, secrets, clock);
    return new ImpressionRoutes(new Impressions(catalog, lookups, clock)).routes();
  }

  private List<Route> history(ContactLists lists) {
    Retention retention = new Retention(clock, Optional.of(HISTORY));
    ListRevisions revisions =
        new ListRevisions(catalog, log, populations, history, recorder, clock, retention);
    Replacements replacements =
        new Replacements(catalog, log, populations, lists, history, recorder, clock, 20);
    Operations operations = new Operations(catalog, log, history, recorder, snapshots, retention);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new HistoryRoutes(revisions).routes());
    routes.addAll(new ReplacementRoutes(replacements, workers).routes());
    Webhooks webhooks =
        new Webhooks(
            catalog,
            webhookStore,
            history,
            watched,
            new SecretSeal(new byte[32], new Random(2)::nextBytes),
            courier,
            new MessageJson(),
            clock,
            pulse);
    sending = () -> webhooks.open(operations, () -> 0.5);
    routes.addAll(new WebhookRoutes(webhooks).routes());
    routes.addAll(new OperationRoutes(operations, streams).routes());
    routes.addAll(
        new ExplainRoutes(
                new Explanations(
                    catalog,
                    log,
                    populations,
                    history,
                    recorder,
                    snapshots,
                    secrets,
                    new MemoryAuditTrail(),
                    clock,
                    retention))
            .routes());
    return routes;
  }

  private SafeRetry safeRetry() {
    return new SafeRetry(catalog, recorder, log, new byte[32], RETRY, clock);
  }

  /** Takes the name of an application for its token, beside the tokens it issued. */
  private Caller signIn(Request request) {
    @Nullable String header = request.headers().first("authorization");
    Application app = header == null ? null : named.get(header.substring("Bearer ".length()));
    if (app != null) return new Caller(app, Seed.retailersOf(app));
    return new BearerSignIn(tokens, directory).caller(request);
  }

  /** A real token, which ends, of the application of that name. */
  String token(String application) {
    String form =
        "grant_type=client_credentials&client_id=" + application + "&client_secret=" + Seed.SECRET;
    Response response =
        wire.with("content-type", "application/x-www-form-urlencoded")
            .send("POST", "/oauth2/token", form.getBytes(StandardCharsets.UTF_8));
    return Wire.json(response).at("access_token").string();
  }

  /** A client signed in as an application that is nowhere else. */
  public Client as(Application application) {
    String token = "application " + named.size();
    named.put(token, application);
    return as(token);
  }

  /** The API itself, to be listened at. */
  Api served() {
    return api;
  }

  /** How many requests were answered. */
  long answered() {
    return meters.find("rollcall.http.requests").timers().stream().mapToLong(Timer::count).sum();
  }

  /** Begins to send to webhooks, to none that there is. */
  public Outbox outbox() {
    return sending.get();
  }

  Wire unsigned() {
    return wire;
  }

  /** A client signed in as the application of that name, to look at whole answers with. */
  Wire watched(String application) {
    return wire.signedInWith(application);
  }

  /** A client signed in as the application of that name. */
  public Client as(String application) {
    return new Client(wire.signedInWith(application), Version.V2027_01);
  }

  /** A new contact list of the brand at the shop; its id. */
  public String list(String name, String identifierType) {
    return list(Seed.SHOP, name, identifierType);
  }

  /** A new contact list of the brand; its id. */
  public String list(long retailerId, String name, String identifierType) {
    return manager
        .post(
            "/accounts/1/audience-segments/create",
            """
            {'data':[{'attributes':{'name':'%s','retailerId':'%d','contactList':{'identifierType':'%s'}}}]}\
            """
                .formatted(name, retailerId, identifierType))
        .id();
  }

  /** A new audience of the brand at the shop; its id. */
  public String audience(String name, String algebra) {
    return manager
        .post(
            "/accounts/1/audiences/create",
            "{'data':[{'attributes':{'name':'%s','retailerId':'11','algebra':%s}}]}"
                .formatted(name, algebra))
        .id();
  }

  /** Puts identifiers, written as JSON, on a list. */
  public Answer add(String segmentId, String... identifiers) {
    return manager.post(
        "/audience-segments/" + segmentId + "/contact-list/add-remove",
        "{'data':{'attributes':{'operation':'add','identifiers':["
            + String.join(",", identifiers)
            + "]}}}");
  }

  /** How many identifiers are on a list of the brand. */
  public int size(String segmentId) {
    return manager
        .get("/accounts/1/audience-segments/" + segmentId + "/contact-list")
        .at("/data/attributes/numberOfIdentifiers")
        .intValue();
  }

  /** Runs a computation by hand to its end; its id. */
  public String compute() {
    String id = manager.post("/v1/computations", "").id();
    Answer run = manager.get("/v1/computations/" + id);
    while (run.at("/data/attributes/finishedAt").isNull()) {
      Thread.onSpinWait();
      run = manager.get("/v1/computations/" + id);
    }
    return id;
  }

  @Override
  public void close() {
    streams.close();
    courier.close();
    recorder.close();
    computations.close();
    engine.close();
    workers.close();
  }
}
