package dev.rollcall.contract.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The published OpenAPI documents of all versions, which every answer is held to but for the {@link
 * Deviation}s.
 */
public final class PublishedDocuments {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Map<String, OpenApi> DOCUMENTS = read();

  private final Set<Deviation> used = ConcurrentHashMap.newKeySet();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Whether the folder with the published documents is at hand. */
  public static boolean atHand() {
    return !DOCUMENTS.isEmpty();
  }

  /**
   * The document of a version.
   *
   * @param version as it stands in a path
   */
  public static OpenApi of(String version) {
    return Objects.requireNonNull(DOCUMENTS.get(version), "look first whether it is at hand");
  }

  private static Map<String, OpenApi> read() {
    Map<String, OpenApi> documents = new HashMap<>();
    read("retail-media-stable-2027-01.json", List.of("2026-01", "2026-07", "2027-01"), documents);
    read("retail-media-preview.json", List.of("preview", "experimental"), documents);
    return documents;
  }

  private static void read(String name, List<String> versions, Map<String, OpenApi> documents) {
    find(name)
        .ifPresent(
            file -> versions.forEach(version -> documents.put(version, document(file, version))));
  }

  private static Optional<Path> find(String name) {
    return Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
        .map(dir -> dir.resolve("shared/contract").resolve(name))
        .filter(Files::exists)
        .findFirst();
  }

  /** The stable versions differ in their paths alone, and so do the two unstable ones. */
  private static OpenApi document(Path file, String version) {
    String text =
        MAPPER.readTree(file).toString().replaceAll("\"/(2027-01|preview)/", "\"/" + version + "/");
    return new OpenApi(MAPPER.readTree(text), Dialects.getOpenApi30());
  }

  /** A request and its answer, as far as the documents speak of them. */
  @SuppressWarnings("ArrayRecordComponent") // Looked at once, and never compared.
  private record Exchange(String method, String path, int status, byte[] body) {
    JsonNode answer() {
      return MAPPER.readTree(body);
    }

    @Override
    public String toString() {
      return method + " " + path + " -> " + status;
    }
  }

  /**
   * Holds an answer of the retail-media API to the document of its version; what is asked elsewhere
   * passes.
   *
   * @param path without the query
   * @param body of the answer
   */
  public void check(String method, String path, int status, byte[] body) {
    if (method.equals("OPTIONS") || method.equals("HEAD")) return;
    String[] steps = path.split("/", 4);
    if (steps.length < 4 || !steps[2].equals("retail-media")) return;
    OpenApi document = DOCUMENTS.get(steps[1]);
    if (document == null) return;
    Exchange exchange = new Exchange(method, path, status, body);
    List<String> faults = new ArrayList<>();
    for (String violation : violations(document, exchange)) {
      String what = violation.replace("/" + steps[1] + "/", "/{version}/");
      Optional<Deviation> ordered =
          Deviation.ALL.stream().filter(deviation -> deviation.covers(what)).findFirst();
      ordered.ifPresentOrElse(used::add, () -> faults.add(what));
    }
    assertThat(faults).as("differences from the published document of %s", exchange).isEmpty();
  }

  private List<String> violations(OpenApi document, Exchange exchange) {
    int status = exchange.status();
    String method = exchange.method();
    String path = exchange.path();
    Optional<OpenApi.Operation> found = document.find(method, path);
    if (found.isEmpty())
      return status == 404 || status == 405
          ? List.of()
          : List.of(method + " " + anonymous(path) + ": not published");
    OpenApi.Operation operation = found.get();
    if (status < 400) seen.add(operation.toString());
    if (status >= 400) return refusal(document, operation, exchange);
    if (!document.at(operation.pointer() + "/responses").has(Integer.toString(status)))
      return List.of(operation + " " + status + ": status not published");
    return body(document, operation, exchange, success(operation, status), exchange.answer());
  }

  private static String anonymous(String path) {
    return path.replaceAll("/\\d+(?=/|$)", "/{id}");
  }

  private static String success(OpenApi.Operation operation, int status) {
    return operation.pointer() + "/responses/" + status + "/content/application~1json/schema";
  }

  /** The documents describe successes alone: of a refusal, what they say of each problem holds. */
  private static List<String> refusal(
      OpenApi document, OpenApi.Operation operation, Exchange exchange) {
    List<String> violations = new ArrayList<>();
    String envelope = success(operation, 200);
    if (!document.at(envelope).isObject()) return List.of();
    String errors = document.resolved(envelope) + "/properties/errors";
    for (String member : List.of("errors", "warnings"))
      violations.addAll(
          body(document, operation, exchange, errors, exchange.answer().path(member)));
    return violations;
  }

  private static List<String> body(
      OpenApi document,
      OpenApi.Operation operation,
      Exchange exchange,
      String pointer,
      JsonNode body) {
    List<String> violations = new ArrayList<>();
    for (Error error : document.violations(pointer, body))
      violations.add(
          operation
              + " "
              + exchange.status()
              + " "
              + error.getInstanceLocation().toString().replaceAll("/\\d+", "/*")
              + ": "
              + error.getKeyword()
              + (error.getProperty() == null ? "" : " " + error.getProperty()));
    return violations;
  }

  /** The deviations that answers made use of. */
  public Set<Deviation> used() {
    return used;
  }

  /** The published operations that were asked, with success. */
  public Set<String> seen() {
    return seen;
  }
}
