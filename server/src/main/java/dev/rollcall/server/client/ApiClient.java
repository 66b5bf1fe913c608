package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.server.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A signed-in client of one server. It signs in again once when it is refused, and tries again what
 * is safe to try again. Not thread-safe.
 */
public final class ApiClient {
  /** Times a request is sent, at most: with the pauses between them some two minutes. */
  static final int ATTEMPTS = 9;

  /** The longest a server's {@code Retry-After} is heeded. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI base;
  private final String clientId;
  private final String clientSecret;
  private final Duration firstPause;
  private @Nullable String token;
  private boolean reached;

  public ApiClient(URI base, String clientId, String clientSecret) {
    this(base, clientId, clientSecret, Duration.ofMillis(500));
  }

  /**
   * @param firstPause before the second attempt; each pause is twice the one before
   */
  ApiClient(URI base, String clientId, String clientSecret, Duration firstPause) {
    this.base = base;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.firstPause = firstPause;
  }

  public URI base() {
    return base;
  }

  public JsonNode get(String path) {
    return send("GET", path, "application/json", BodyPublishers.noBody(), fresh());
  }

  public JsonNode post(String path, Object json) {
    return post(path, "application/json", JSON.writeValueAsBytes(json), fresh());
  }

  public JsonNode put(String path, Object json) {
    byte[] body = JSON.writeValueAsBytes(json);
    return send("PUT", path, "application/json", BodyPublishers.ofByteArray(body), fresh());
  }

  /** Sends a part of a file. */
  public JsonNode send(String method, String path, String contentType, byte[] body) {
    return send(method, path, contentType, BodyPublishers.ofByteArray(body), fresh());
  }

  /**
   * Posts what was perhaps posted before, by a process that is no more.
   *
   * @param key under which the server carries it out once
   */
  public JsonNode post(String path, String contentType, byte[] body, String key) {
    return send("POST", path, contentType, BodyPublishers.ofByteArray(body), key);
  }

  /**
   * The lines of a stream of events as they come; none when there are to be no more.
   *
   * @param seen the id of the last event that was read, empty for none
   */
  Stream<String> stream(String path, String seen) {
    get(path.replaceFirst("/events$", "")); // signs in again if need be, and tells what is refused
    HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + token());
    if (!seen.isEmpty()) request.header("Last-Event-ID", seen);
    try {
      HttpResponse<Stream<String>> answer = http.send(request.build(), BodyHandlers.ofLines());
      if (answer.statusCode() / 100 == 2) return answer.body();
      answer.body().close();
      throw new Failure("the stream of events was refused with " + answer.statusCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, "application/json", BodyPublishers.noBody(), fresh());
  }

  /** The key of a request that nobody sends again but this client. */
  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private JsonNode send(
      String method, String path, String contentType, BodyPublisher body, String key) {
    boolean signedInAgain = false;
    for (int attempt = 1; ; attempt++) {
      HttpRequest.Builder request =
          request(path)
              .header("Authorization", "Bearer " + token())
              .header("Content-Type", contentType)
              .header("Idempotency-Key", key)
              .method(method, body);
      HttpResponse<byte[]> answer = send(request.build(), attempt);
      if (answer == null) continue;
      int status = answer.statusCode();
      if (status / 100 == 2) return json(answer);
      if ((status == 401 || status == 403) && !signedInAgain) {
        signedInAgain = true;
        token = null;
      } else if (attempt < ATTEMPTS && mayPass(answer)) {
        pause(attempt, answer);
      } else {
        throw new Failure(Problems.line(status, json(answer)));
      }
    }
  }

  /** Whether another attempt may fare better: nothing is done twice under one key. */
  private static boolean mayPass(HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 429, 500, 503 -> true;
      case 409 ->
          json(answer)
              .at("/errors/0/code")
              .asString("")
              .equals(ProblemCode.IDEMPOTENCY_KEY_IN_USE.code());
      default -> false;
    };
  }

  /**
   * The answer, or null when there was none and another attempt may be made: not to a server that
   * never answered, which is more likely not there than restarting.
   */
  private @Nullable HttpResponse<byte[]> send(HttpRequest request, int attempt) {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      reached = true;
      return answer;
    } catch (IOException e) {
      boolean notReceived = e instanceof ConnectException;
      if (!reached || attempt == ATTEMPTS)
        throw new Failure(
            notReceived
                ? "no server answers at " + base
                : "the connection to " + base + " was lost" + reason(e),
            e);
      pause(attempt, null);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage();
  }

  private String token() {
    if (token == null) token = signIn();
    return token;
  }

  private String signIn() {
    String form =
        "grant_type=client_credentials&client_id="
            + URLEncoder.encode(clientId, UTF_8)
            + "&client_secret="
            + URLEncoder.encode(clientSecret, UTF_8);
    HttpRequest request =
        request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    for (int attempt = 1; ; attempt++) {
      HttpResponse<byte[]> answer = send(request, attempt);
      if (answer == null) continue;
      if (answer.statusCode() == 200) return json(answer).path("access_token").asString();
      if (attempt == ATTEMPTS || !mayPass(answer))
        throw new Failure(
            "sign-in was refused: "
                + json(answer).path("error_description").asString("status " + answer.statusCode()));
      pause(attempt, answer);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return answer.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(answer.body());
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private void pause(int attempt, @Nullable HttpResponse<?> answer) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 6));
    if (answer != null) {
      Duration asked = retryAfter(answer);
      if (asked.compareTo(pause) > 0) pause = asked;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    long seconds =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("\\d{1,9}"))
            .map(Long::parseLong)
            .orElse(0L);
    return Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE.toSeconds()));
  }
}
