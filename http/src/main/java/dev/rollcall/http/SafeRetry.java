package dev.rollcall.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.http.json.Refusal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets a write be sent again without doubt: under a key that its sender gave it, it is carried out
 * once and answered alike however often it comes.
 *
 * <p>What a write does to the catalog is one transaction with its answer. What it does to a list is
 * a record of the log, which holds the key: the answer is told from it. Shopping events and
 * products have the answer beside them until the catalog does. Whoever is killed in between finds
 * both or neither.
 */
public final class SafeRetry {
  /** The header with the sender's key. */
  public static final String HEADER = "idempotency-key";

  /** The header of an answer that was given before. */
  public static final String REPLAYED = "idempotency-replayed";

  /** Characters of a key, at most. */
  public static final int MAX_KEY = 255;

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1," + MAX_KEY + "}");
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  /** Rows of each kind that one request lets go of, at most: other writers wait meanwhile. */
  private static final int SWEPT_AT_ONCE = 2_000;

  private static final Logger LOG = System.getLogger(SafeRetry.class.getName());
  private static final String MAC = "HmacSHA256";
  private static final byte[] SEALED_ANSWERS = "sealed answers".getBytes(UTF_8);

  private final JoiningCatalog catalog;
  private final OperationRecorder operations;
  private final AmendmentLog log;
  private final SecretKeySpec secret;
  private final AnswerSeal seal;
  private final Duration retention;
  private final Clock clock;
  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Answers durable with their effect that the catalog could not take; it does at the next start.
   */
  private final Map<Key, KeptAnswer> owed = new ConcurrentHashMap<>();

  private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

  /** The keyed hash of an application's key. */
  record Key(long applicationId, long hi, long lo) {}

  /**
   * @param catalog the one that the routes' use cases write to
   * @param secret for the hashes of keys and bodies, which may be of personal data
   * @param retention how long a key is remembered
   */
  public SafeRetry(
      JoiningCatalog catalog,
      OperationRecorder operations,
      AmendmentLog log,
      byte[] secret,
      Duration retention,
      Clock clock) {
    this.catalog = catalog;
    this.operations = operations;
    this.log = log;
    this.secret = new SecretKeySpec(secret, MAC);
    this.seal = new AnswerSeal(this.secret, mac(this.secret).doFinal(SEALED_ANSWERS));
    this.retention = retention;
    this.clock = clock;
  }

  /** The routes, those that write heeding keys. */
  public List<Route> around(List<Route> routes) {
    return routes.stream()
        .map(route -> route.writes() ? route.handledBy(call -> answer(route, call)) : route)
        .toList();
  }

  private Response answer(Route route, Call call) {
    String given = call.request().headers().first(HEADER);
    if (given == null) return route.handler().answer(call);
    if (!FORM.matcher(given).matches())
      throw new Refusal(
          ProblemCode.IDEMPOTENCY_KEY_INVALID.because(
              "Idempotency-Key has 1 to " + MAX_KEY + " visible ASCII characters"));
    Key key = key(call.application().id(), given);
    if (!underWay.add(key))
      throw new Refusal(
          ProblemCode.IDEMPOTENCY_KEY_IN_USE.because(
              "A request under this key is being answered; send this one again after it"));
    try {
      sweep();
      UnaryOperator<byte[]> sealed =
          tellsSecret(route) ? body -> seal.seal(key, body) : UnaryOperator.identity();
      Attempt attempt = new Attempt(catalog, clock, key, begun(call), call.body(), sealed);
      return answer(route, call.under(attempt), key, attempt);
    } finally {
      underWay.remove(key);
    }
  }

  private Response answer(Route route, Call call, Key key, Attempt attempt) {
    Instant oldest = oldest();
    Optional<KeptAnswer> kept =
        Optional.ofNullable(owed.get(key))
            .or(() ->
                catalog.<Optional<KeptAnswer>>read(
                    tables -> tables.answers().find(key.applicationId, key.hi, key.lo)));
    if (kept.isPresent() && !kept.get().at().isBefore(oldest)) {
      if (!attempt.is(kept.get().retry())) throw reused();
      return again(route, key, kept.get());
    }
    Optional<Operation> done = operations.keyed(key.applicationId, key.hi, key.lo);
    if (done.isPresent() && !done.get().at().isBefore(oldest))
      return again(route, call, attempt, done.get());
    return first(route, call, key, attempt);
  }

  private Instant oldest() {
    return clock.instant().minus(retention);
  }

  private Response again(Route route, Key key, KeptAnswer kept) {
    byte[] body = tellsSecret(route) ? seal.open(key, kept.body()) : kept.body();
    return new Response(kept.status(), kept.headers(), body).with(REPLAYED, "true");
  }

  private static boolean tellsSecret(Route route) {
    return route.traits().contains(Route.Trait.TELLS_SECRET);
  }

  /**
   * Tells the answer from the log. The body is read for it before it is known to be the same: the
   * log has counts of what was refused, and what it was goes back to its sender alone. What the log
   * does not have all of is kept once it is told, so that it is never told otherwise.
   */
  private Response again(Route route, Call call, Attempt attempt, Operation done) {
    Replay replay = route.replay();
    if (replay == null) throw reused();
    try (AmendmentLog.Reader reader = log.reader()) {
      Response response = replay.again(call, done, reader.at(done.id()));
      if (attempt.is(done.retry())) {
        if (!isToldByLog(route)) attempt.keep(response);
        return response.with(REPLAYED, "true");
      }
    } catch (Refusal refusal) {
      if (attempt.is(done.retry())) throw refusal;
    }
    throw reused();
  }

  private Response first(Route route, Call call, Key key, Attempt attempt) {
    Response response;
    try {
      response = route.handler().answer(call);
    } catch (Refusal refusal) {
      boolean once = route.traits().contains(Route.Trait.TRACED_ONCE);
      Response refused = Envelope.refused(refusal.problem(), call.traceId(), once);
      if (isLasting(refused.status())) attempt.keep(refused);
      throw refusal;
    }
    boolean logged =
        isToldByLog(route)
            && operations
                .keyed(key.applicationId, key.hi, key.lo)
                .filter(attempt::made)
                .isPresent();
    if (!logged && isLasting(response.status())) keep(key, attempt, response);
    return response;
  }

  private void keep(Key key, Attempt attempt, Response response) {
    try {
      attempt.keep(response);
      owed.remove(key);
    } catch (RuntimeException e) {
      owed.put(key, attempt.made().orElseThrow(() -> e));
      LOG.log(Level.WARNING, "an answer waits beside its effect for the catalog", e);
    }
  }

  private static boolean isToldByLog(Route route) {
    return route.traits().contains(Route.Trait.TOLD_BY_LOG);
  }

  /** Whether an answer would be the same the next time; others ask to be tried again. */
  private static boolean isLasting(int status) {
    return status < 500 && status != 401 && status != 403 && status != 429;
  }

  /** The refusal of another request under a key that is taken. */
  static Refusal reused() {
    return new Refusal(
        ProblemCode.IDEMPOTENCY_KEY_REUSED.because(
            "The key was given to another request; a request of its own has a key of its own"));
  }

  private Key key(long applicationId, String given) {
    ByteBuffer hash = ByteBuffer.wrap(mac().doFinal(given.getBytes(UTF_8)));
    return new Key(applicationId, hash.getLong(), hash.getLong());
  }

  /** The hash of a request, all but its body in it. */
  private Mac begun(Call call) {
    Request request = call.request();
    boolean eitherType = call.route().accepts().mediaTypes().size() > 1;
    String type = eitherType ? call.mediaType() : "";
    Mac mac = mac();
    for (String part : List.of(request.method(), request.path(), request.query(), type)) {
      mac.update(part.getBytes(UTF_8));
      mac.update((byte) '\n');
    }
    return mac;
  }

  private Mac mac() {
    return mac(secret);
  }

  private static Mac mac(SecretKeySpec secret) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /**
   * Lets go of some keys that are over, once in a while; requests that follow let go of what is
   * left. None of them fails for it, as a key that is over counts for nothing while it is there.
   */
  private void sweep() {
    Instant now = clock.instant();
    Instant last = swept.get();
    if (now.isBefore(last.plus(SWEEP_EVERY)) || !swept.compareAndSet(last, now)) return;
    owed.values().removeIf(answer -> answer.at().isBefore(oldest()));
    try {
      int operationsSwept = operations.forgetKeys(oldest(), SWEPT_AT_ONCE);
      int answersSwept =
          catalog.<Integer>count(tables -> tables.answers().deleteBefore(oldest(), SWEPT_AT_ONCE));
      if (Math.max(operationsSwept, answersSwept) == SWEPT_AT_ONCE) swept.set(Instant.EPOCH);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "keys that are over could not be let go of", e);
    }
  }
}
