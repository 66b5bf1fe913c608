package dev.rollcall.http.access;

import dev.rollcall.audience.Application;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Method;
import dev.rollcall.http.Query;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signing in: client id and secret against an access token, as OAuth 2 has it. Its refusals have
 * OAuth's form, not the API's.
 */
public final class TokenRoutes {
  private static final Accepts FORM =
      new Accepts(Set.of("application/x-www-form-urlencoded"), 16 << 10);

  /** What the secret of a client nobody knows is compared with, so that it takes as long. */
  private static final String NO_HASH = "0".repeat(64);

  private final Tokens tokens;
  private final Directory directory;

  public TokenRoutes(Tokens tokens, Directory directory) {
    this.tokens = tokens;
    this.directory = directory;
  }

  public List<Route> routes() {
    return List.of(Route.open(Method.POST, "/oauth2/token", this::token).accepting(FORM));
  }

  /** What a client proves itself with. */
  private record Credentials(String clientId, String secret) {
    @Override
    public String toString() {
      return "Credentials[" + clientId + "]";
    }
  }

  private Response token(Call call) {
    Query form = form(call);
    if (form.first("grant_type").isEmpty()) {
      return refused(400, "invalid_request", "grant_type is missing");
    }
    if (!form.first("grant_type").get().equals("client_credentials")) {
      return refused(400, "unsupported_grant_type", "The only grant_type is client_credentials");
    }
    return credentials(call, form)
        .flatMap(this::application)
        .map(this::granted)
        .orElseGet(TokenRoutes::unknownClient);
  }

  private static Query form(Call call) {
    try {
      return Query.parse(new String(call.body().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Credentials> credentials(Call call, Query form) {
    @Nullable String header = call.request().headers().first("authorization");
    if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6))
      return basic(header.substring(6).strip());
    return form.first("client_id")
        .flatMap(id -> form.first("client_secret").map(secret -> new Credentials(id, secret)));
  }

  private static Optional<Credentials> basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) return Optional.empty();
      return Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private Optional<Application> application(Credentials credentials) {
    Optional<Application> known = directory.findByClientId(credentials.clientId);
    byte[] expected =
        known.map(Application::secretHash).orElse(NO_HASH).getBytes(StandardCharsets.UTF_8);
    byte[] given = hash(credentials.secret).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given) ? known : Optional.empty();
  }

  /** What the catalog keeps of a secret: the lower-case hex of its SHA-256. */
  public static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Response granted(Application application) {
    Response response =
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeStringProperty("access_token", tokens.issue(application));
              out.writeStringProperty("token_type", "Bearer");
              out.writeNullProperty("refresh_token");
              out.writeNumberProperty("expires_in", Tokens.LIFE.toSeconds());
              out.writeEndObject();
            });
    return response.with("cache-control", "no-store").with("pragma", "no-cache");
  }

  private static Response unknownClient() {
    return refused(
            401,
            "invalid_client",
            "Invalid credentials: the client_id doesn't exist or the client_secret is invalid")
        .with("www-authenticate", "Basic realm=\"rollcall\"");
  }

  private static Response refused(int status, String error, String description) {
    Response response =
        Response.json(
            status,
            out -> {
              out.writeStartObject();
              out.writeStringProperty("error", error);
              out.writeStringProperty("error_description", description);
              out.writeEndObject();
            });
    return response.with("cache-control", "no-store");
  }
}
