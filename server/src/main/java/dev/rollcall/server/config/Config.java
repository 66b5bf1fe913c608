package dev.rollcall.server.config;

import dev.rollcall.audience.Limits;
import dev.rollcall.http.Cors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every setting of a server. {@code docs/configuration.yaml} lists them with their meaning.
 *
 * @param corsOrigins the origins whose pages may call the API
 * @param requestsPerMinute the rate limit of an application that has none of its own
 * @param snapshotsRetained snapshots kept beside the published one
 * @param checkpointEvery identifiers in the log between two checkpoints
 * @param historyRetention how far back the history of lists is told; empty for all of it
 * @param eventRetention how long after its time a shopping event is kept
 * @param replaceGuardPercent the share of a list that a replacement may remove without being told
 *     to
 * @param retryRetention how long the key of a write is remembered
 * @param webhooksAnywhere whether webhooks may be of addresses that are not of the internet
 * @param ingestThreads threads that read identifiers out of requests; 0 for one a processor
 */
public record Config(
    Http http,
    Path dataFolder,
    String catalogUrl,
    Path secretFile,
    Set<String> corsOrigins,
    int requestsPerMinute,
    int snapshotsRetained,
    long checkpointEvery,
    Limits limits,
    Optional<Duration> historyRetention,
    Duration eventRetention,
    int replaceGuardPercent,
    Duration retryRetention,
    int ingestThreads,
    boolean webhooksAnywhere) {
  private static final String SQLITE = "jdbc:sqlite:";

  /**
   * Where the server listens.
   *
   * @param port 0 for any free one
   */
  public record Http(String host, int port) {}

  /** The settings of a file, those the environment has taking precedence. */
  public static Config read(Optional<Path> file, Map<String, String> environment) {
    Settings settings = new Settings(file.map(SettingsFile::read), environment);
    Config config = of(settings);
    settings.refuseWrong();
    return config;
  }

  /**
   * The defaults, with all data in one folder and on one port of this machine, whose programs may
   * be told by webhooks.
   */
  public static Config local(Path dataFolder, int port) {
    return of(
        new Settings(
            Optional.empty(),
            Map.of(
                "ROLLCALL_DATA_FOLDER", dataFolder.toString(),
                "ROLLCALL_HTTP_PORT", Integer.toString(port),
                "ROLLCALL_WEBHOOKS_ALLOW_PRIVATE_TARGETS", "true")));
  }

  private static Config of(Settings settings) {
    Path data = Path.of(settings.text("data.folder", "rollcall-data"));
    return new Config(
        new Http(
            settings.text("http.host", "127.0.0.1"),
            settings.integer("http.port", 8080, 0, 65_535)),
        data,
        settings.text(
            "catalog.url",
            SQLITE + data.resolve("catalog.db"),
            "starts with jdbc:sqlite: or jdbc:postgresql:",
            url -> url.startsWith(SQLITE) || url.startsWith("jdbc:postgresql:")),
        Path.of(settings.text("secret.file", data.resolve("secret.key").toString())),
        origins(
            settings.text(
                "cors.origins",
                "",
                "* or origins such as https://console.example.com, separated by commas",
                origins -> origins(origins).stream().allMatch(Cors::isOrigin))),
        settings.integer("rateLimit.requestsPerMinute", 250, 1, 100_000_000),
        settings.integer("snapshots.retained", 14, 1, 10_000),
        settings.integer("checkpoint.everyIdentifiers", 10_000_000, 50_000, 2_000_000_000),
        new Limits(
            settings.integer("limits.bulkItems", Limits.DEFAULT.bulkItems(), 1, 100_000),
            settings.integer("limits.groupDepth", Limits.DEFAULT.groupDepth(), 1, 100),
            settings.integer("limits.leaves", Limits.DEFAULT.leaves(), 1, 100_000)),
        Optional.of(settings.integer("history.retentionDays", 0, 0, 36_500))
            .filter(days -> days > 0)
            .map(Duration::ofDays),
        Duration.ofDays(settings.integer("events.retentionDays", 190, 180, 3_650)),
        settings.integer("replace.guardPercent", 20, 0, 100),
        Duration.ofHours(settings.integer("retry.retentionHours", 24, 1, 8_760)),
        settings.integer("ingest.threads", 0, 0, 1_024),
        settings.flag("webhooks.allowPrivateTargets"));
  }

  private static Set<String> origins(String list) {
    if (list.isEmpty()) return Set.of();
    return Arrays.stream(list.split(",", -1)).map(String::strip).collect(Collectors.toSet());
  }

  /** The catalog as a store names it: a PostgreSQL URL, or the path of a SQLite file. */
  public String catalogLocation() {
    return catalogUrl.startsWith(SQLITE) ? catalogUrl.substring(SQLITE.length()) : catalogUrl;
  }
}
