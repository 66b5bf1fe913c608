package dev.rollcall.server;

import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Identities;
import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.audience.LineItems;
import dev.rollcall.audience.Retailers;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.Sharings;
import dev.rollcall.audience.events.EventImports;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.audience.history.ListRevisions;
import dev.rollcall.audience.history.Replacements;
import dev.rollcall.audience.history.Retention;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.Impressions;
import dev.rollcall.compute.LocalEngine;
import dev.rollcall.compute.Lookups;
import dev.rollcall.compute.Operations;
import dev.rollcall.compute.Pulse;
import dev.rollcall.compute.Sizes;
import dev.rollcall.compute.Timetable;
import dev.rollcall.compute.WatchedComputations;
import dev.rollcall.compute.explain.Explanations;
import dev.rollcall.compute.webhook.SecretSeal;
import dev.rollcall.compute.webhook.Webhooks;
import dev.rollcall.http.Api;
import dev.rollcall.http.BodyWorkers;
import dev.rollcall.http.Cors;
import dev.rollcall.http.RateLimits;
import dev.rollcall.http.Route;
import dev.rollcall.http.SafeRetry;
import dev.rollcall.http.TraceIds;
import dev.rollcall.http.access.BearerSignIn;
import dev.rollcall.http.access.Directory;
import dev.rollcall.http.access.OwnRoutes;
import dev.rollcall.http.access.TokenRoutes;
import dev.rollcall.http.access.Tokens;
import dev.rollcall.http.events.EventStreams;
import dev.rollcall.http.listener.Listener;
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
import dev.rollcall.server.config.Config;
import dev.rollcall.server.terminal.Failure;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: all it is made of, put together by hand in the order of this page. */
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** How long requests under way may take when the server stops. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final Opened opened = new Opened();
  private final Stores stores;
  private final EventImports imports;
  private final Impressions impressions;
  private final String url;

  /** Opens everything, recovers what a crash left behind, and listens. */
  Server(Config config, ServerKind kind) {
    try {
      // Milliseconds: finer times are more than some clients can read.
      Clock clock = Clock.tick(kind.clock(), Duration.ofMillis(1));
      ChangeSignal changes = new ChangeSignal();
      CompletableFuture<Listener> listener = listener(config.http());
      stores = Stores.open(config, changes, clock, opened);
      kind.begin(stores);
      JoiningCatalog catalog = new JoiningCatalog(changes.telling(stores.catalog()));
      Segments segments = new Segments(catalog, stores.log(), clock);
      Audiences audiences = new Audiences(catalog, config.limits(), clock);
      LineItems lineItems = new LineItems(catalog);
      Retailers retailers = new Retailers(catalog);
      Identities identities = new Identities(stores.log(), stores.secrets(), clock);
      ContactLists lists =
          new ContactLists(catalog, stores.log(), stores.populations(), stores.secrets(), clock);
      segments.dropOrphans(stores.populations());
      CompletableFuture<Void> preparing =
          CompletableFuture.runAsync(() -> kind.prepare(stores, identities, lists));

      Pulse pulse = opened.add(new Pulse());
      WatchedComputations watched = new WatchedComputations(stores.history(), pulse::hint);
      EventStreams streams = new EventStreams(pulse, System::nanoTime);
      LocalEngine engine = opened.add(new LocalEngine(CORES, Runtime.getRuntime().maxMemory() / 6));
      Computations computations = computations(config, watched, engine, clock);
      changes.tell(() -> changed(computations, pulse));
      Timetable timetable = opened.add(new Timetable(computations, stores.history(), clock));
      Lookups lookups =
          new Lookups(
              stores.catalog(), stores.populations(), stores.snapshots(), stores.secrets(), clock);

      BodyWorkers workers =
          opened.add(new BodyWorkers(config.ingestThreads() == 0 ? CORES : config.ingestThreads()));
      List<Route> routes = new ArrayList<>();
      routes.addAll(new SegmentRoutes(segments, config.limits()).routes());
      routes.addAll(history(config, catalog, lists, workers, clock, pulse, streams));
      routes.addAll(new SharingRoutes(new Sharings(catalog, clock)).routes());
      routes.addAll(counted(config, segments, audiences, lists, workers, clock));
      routes.addAll(new AudienceRoutes(audiences, config.limits()).routes());
      routes.addAll(new TargetingRoutes(lineItems).routes());
      routes.addAll(new OwnRoutes(stores.catalog()).routes());
      routes.addAll(new LineItemRoutes(lineItems).routes());
      routes.addAll(new RetailerRoutes(retailers, stores.populations(), computations).routes());
      routes.addAll(new IdentityRoutes(retailers, identities, workers).routes());
      impressions = new Impressions(catalog, lookups, clock);
      routes.addAll(new ImpressionRoutes(impressions).routes());
      imports = new EventImports(stores.events(), stores.secrets(), config.eventRetention(), clock);
      routes.addAll(new EventRoutes(retailers, imports, workers).routes());
      routes.addAll(new LookupRoutes(lookups).routes());
      routes.addAll(new ComputationRoutes(computations, watched, streams).routes());
      routes.addAll(new SnapshotRoutes(stores.snapshots(), computations, segments).routes());
      routes.addAll(kind.routes(timetable));
      routes.addAll(new CapabilityRoutes(config.limits(), config.retryRetention()).routes());
      List<Route> safe = new ArrayList<>(safeRetry(config, catalog, clock).around(routes));
      url = listen(config, safe, streams, preparing, Stores.await(listener));
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** Prepared beside the stores, as the first one in a process takes a while. */
  private static CompletableFuture<Listener> listener(Config.Http at) {
    return CompletableFuture.supplyAsync(
        () -> new Listener(at.host(), at.port(), PATIENCE, Clock.systemUTC()));
  }

  private static void changed(Computations computations, Pulse pulse) {
    computations.changed();
    pulse.hint();
  }

  /** What runs computations, begun. */
  private Computations computations(
      Config config, WatchedComputations watched, LocalEngine engine, Clock clock) {
    return opened.add(
        new Computations(
            stores.catalog(),
            stores.populations(),
            new EventSegments(stores.events(), stores.populations(), stores.log(), clock),
            stores.snapshots(),
            watched,
            engine,
            clock,
            System::nanoTime,
            config.snapshotsRetained()));
  }

  /** The routes of contact lists, and those that tell sizes. */
  private List<Route> counted(
      Config config,
      Segments segments,
      Audiences audiences,
      ContactLists lists,
      BodyWorkers workers,
      Clock clock) {
    Sizes sizes =
        new Sizes(
            stores.catalog(),
            segments,
            audiences,
            stores.populations(),
            stores.events(),
            stores.secrets(),
            clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ContactListRoutes(lists, sizes, workers).routes());
    routes.addAll(new SizeRoutes(sizes, config.limits()).routes());
    routes.addAll(new OverlapRoutes(sizes).routes());
    return routes;
  }

  /** What tells how far operations have come. */
  private Operations operations(Config config, Catalog catalog, Clock clock) {
    return new Operations(
        catalog,
        stores.log(),
        stores.operations(),
        stores.recorder(),
        stores.snapshots(),
        new Retention(clock, config.historyRetention()));
  }

  /** Begins to tell the addresses that accounts gave what happens. */
  private WebhookRoutes webhooks(
      Config config, JoiningCatalog catalog, Operations operations, Pulse pulse) {
    Targets targets = config.webhooksAnywhere() ? Targets.ANY : Targets.PUBLIC;
    SecretSeal seal =
        new SecretSeal(stores.secret().derive("webhook secrets"), new SecureRandom()::nextBytes);
    Webhooks webhooks =
        new Webhooks(
            catalog,
            stores.webhooks(),
            stores.operations(),
            stores.history(),
            seal,
            opened.add(new SocketCourier(targets)),
            new MessageJson(),
            Clock.tick(Clock.systemUTC(), Duration.ofMillis(1)),
            pulse);
    opened.add(webhooks.open(operations, () -> ThreadLocalRandom.current().nextDouble()));
    return new WebhookRoutes(webhooks);
  }

  /** The routes that tell the history of lists, change them back, and replace them. */
  private List<Route> history(
      Config config,
      JoiningCatalog catalog,
      ContactLists lists,
      BodyWorkers workers,
      Clock clock,
      Pulse pulse,
      EventStreams streams) {
    Retention retention = new Retention(clock, config.historyRetention());
    ListRevisions revisions =
        new ListRevisions(
            catalog,
            stores.log(),
            stores.populations(),
            stores.operations(),
            stores.recorder(),
            clock,
            retention);
    Replacements replacements =
        new Replacements(
            catalog,
            stores.log(),
            stores.populations(),
            lists,
            stores.operations(),
            stores.recorder(),
            clock,
            config.replaceGuardPercent());
    replacements.expire();
    List<Route> routes = new ArrayList<>();
    routes.addAll(new HistoryRoutes(revisions).routes());
    routes.addAll(new ReplacementRoutes(replacements, workers).routes());
    Operations operations = operations(config, catalog, clock);
    routes.addAll(new OperationRoutes(operations, streams).routes());
    routes.addAll(webhooks(config, catalog, operations, pulse).routes());
    routes.addAll(new ExplainRoutes(explanations(clock, retention)).routes());
    return routes;
  }

  private SafeRetry safeRetry(Config config, JoiningCatalog catalog, Clock clock) {
    return new SafeRetry(
        catalog,
        stores.recorder(),
        stores.log(),
        stores.secret().derive("idempotency keys"),
        config.retryRetention(),
        clock);
  }

  private Explanations explanations(Clock clock, Retention retention) {
    return new Explanations(
        stores.catalog(),
        stores.log(),
        stores.populations(),
        stores.operations(),
        stores.recorder(),
        stores.snapshots(),
        stores.secrets(),
        stores.catalog().auditTrail(),
        clock,
        retention);
  }

  /**
   * Puts the filters around the routes and goes on the network when all is prepared; returns where.
   */
  private String listen(
      Config config,
      List<Route> routes,
      EventStreams streams,
      CompletableFuture<Void> preparing,
      Listener listener) {
    Clock machine = Clock.systemUTC();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Gauges.register(meters, stores, machine);
    EventMeters.register(meters, stores.eventFiles(), imports);
    Directory directory = new Directory(stores.catalog());
    Tokens tokens = new Tokens(stores.secret().derive("access tokens"), machine);
    routes.addAll(new TokenRoutes(tokens, directory).routes());
    routes.addAll(new HealthRoutes(stores.healthChecks()).routes());
    routes.addAll(new MetricsRoutes(meters).routes());
    routes.addAll(new OpenApiRoutes(routes).routes());
    Api api =
        new Api(
            routes,
            new BearerSignIn(tokens, directory),
            new RateLimits(config.requestsPerMinute(), machine),
            new TraceIds(() -> ThreadLocalRandom.current().nextLong()),
            meters,
            machine,
            new Cors(config.corsOrigins()));
    opened.add(listener);
    opened.add(streams); // closed first: the listener waits for answers under way
    Stores.await(preparing);
    Config.Http at = config.http();
    try {
      listener.start(api);
    } catch (UncheckedIOException taken) {
      throw new Failure(at.host() + ":" + at.port() + " cannot be listened at: is it taken?");
    }
    LOG.info("listening at {}:{}", at.host(), listener.port());
    stores.checkpoints().checkInBackground();
    return "http://" + at.host() + ":" + listener.port();
  }

  /** Where it listens. */
  String url() {
    return url;
  }

  Stores stores() {
    return stores;
  }

  EventImports imports() {
    return imports;
  }

  Impressions impressions() {
    return impressions;
  }

  /** Takes no more requests, finishes those under way, and lets go of everything. */
  @Override
  public void close() {
    LOG.info("stopping");
    opened.close();
    LOG.info("stopped");
  }
}
