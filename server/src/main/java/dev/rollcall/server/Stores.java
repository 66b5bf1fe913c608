package dev.rollcall.server;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Projection;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.compute.webhook.WebhookStore;
import dev.rollcall.http.operations.HealthCheck;
import dev.rollcall.server.config.Config;
import dev.rollcall.server.data.DataFolder;
import dev.rollcall.server.data.DeploymentSecret;
import dev.rollcall.server.terminal.Failure;
import dev.rollcall.storage.events.FileEventStore;
import dev.rollcall.storage.file.Checkpoints;
import dev.rollcall.storage.file.FileAmendmentLog;
import dev.rollcall.storage.file.FileSnapshotStore;
import dev.rollcall.storage.sql.SqlCatalog;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server keeps, opened: recovered from whatever a crash left behind. The catalog is opened
 * beside the populations.
 */
record Stores(
    DataFolder folder,
    DeploymentSecret secret,
    KeySecrets secrets,
    SqlCatalog catalog,
    ComputationHistory history,
    OperationHistory operations,
    OperationRecorder recorder,
    WebhookStore webhooks,
    Checkpoints checkpoints,
    AmendmentLog log,
    SnapshotStore snapshots,
    FileEventStore eventFiles,
    EventStore events) {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  static Stores open(Config config, ChangeSignal changes, Clock clock, Opened opened) {
    DataFolder folder = DataFolder.at(config.dataFolder());
    opened.add(folder.lock());
    if (!Files.exists(config.secretFile()) && Files.exists(folder.log()))
      throw new Failure(
          "the secret "
              + config.secretFile()
              + " is missing: nothing kept in the data folder could be found with another");
    DeploymentSecret secret = DeploymentSecret.at(config.secretFile(), new SecureRandom());
    CompletableFuture<SqlCatalog> opening =
        CompletableFuture.supplyAsync(
            () -> SqlCatalog.open(config.catalogLocation()),
            work -> Thread.ofPlatform().name("catalog-opening").start(work));
    CompletableFuture<OperationRecorder> recording =
        opening.thenApply(catalog -> {
          opened.add(catalog);
          return opened.add(new OperationRecorder(catalog.operations(), catalog));
        });
    Checkpoints restored;
    SqlCatalog catalog;
    try {
      restored =
          Checkpoints.open(
              folder.checkpoint(), config.checkpointEvery(), when(recording), Stores::halt);
    } finally {
      catalog = await(opening);
    }
    OperationRecorder recorder = await(recording);
    Checkpoints checkpoints = opened.add(restored);
    checkpoints.populations().observe(recorder);
    AmendmentLog log =
        opened.add(FileAmendmentLog.open(folder.log(), changes.telling(checkpoints)));
    LOG.info(
        "opened {}: log position {}, {} of it from a checkpoint",
        folder.path(),
        log.position(),
        checkpoints.writtenPosition());
    SnapshotStore snapshots = opened.add(FileSnapshotStore.open(folder.snapshots()));
    FileEventStore eventFiles = opened.add(events(folder, config, catalog, clock));
    return new Stores(
        folder,
        secret,
        new KeySecrets(secret.bytes()),
        catalog,
        catalog.computations(),
        catalog.operations(),
        recorder,
        catalog.webhooks(),
        checkpoints,
        log,
        snapshots,
        eventFiles,
        changes.telling(eventFiles));
  }

  /** The events, of which the catalog gets the answers that it lacks. */
  private static FileEventStore events(
      DataFolder folder, Config config, SqlCatalog catalog, Clock clock) {
    Consumer<KeptAnswer> answers =
        answer ->
            catalog.count(tables -> {
              tables.answers().restore(answer);
              return true;
            });
    return FileEventStore.open(folder.events(), config.eventRetention(), clock, answers, CORES);
  }

  Populations populations() {
    return checkpoints.populations();
  }

  /** Ends the process at once, as a crash would: nothing more is to be answered. */
  private static void halt() {
    LOG.error("stopping, as answers may be wrong; the next start recovers from what is sound");
    Runtime.getRuntime().halt(1);
  }

  /** The projection that is being opened. */
  private static Projection when(CompletableFuture<OperationRecorder> opening) {
    return new Projection() {
      @Override
      public long position() {
        return Stores.await(opening).position();
      }

      @Override
      public void await(long position) {
        Stores.await(opening).await(position);
      }
    };
  }

  /** The result of work on another thread, or what it threw. */
  static <T> T await(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      throw e;
    }
  }

  /** What has to be well for requests to be taken. */
  List<HealthCheck> healthChecks() {
    return List.of(
        new HealthCheck("log", log::failure),
        new HealthCheck("events", events::failure),
        new HealthCheck("catalog", this::catalogFailure));
  }

  private Optional<String> catalogFailure() {
    try {
      catalog.read(tables -> tables.retailers().find(0));
      return Optional.empty();
    } catch (CatalogUnavailable e) {
      return Optional.of("the catalog is out of reach");
    }
  }
}
