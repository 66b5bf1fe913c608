package dev.rollcall.http.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens: signed JWTs that say which application holds them, and until when. */
public final class Tokens {
  /** How long a token is good for. */
  public static final Duration LIFE = Duration.ofMinutes(15);

  /** Tokens remembered as verified, at most; beyond that all are forgotten and verified anew. */
  private static final int MAX_REMEMBERED = 10_000;

  private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS256;

  private final Map<String, Verified> verified = new ConcurrentHashMap<>();
  private final JWSSigner signer;
  private final JWSVerifier verifier;
  private final Clock clock;

  /**
   * @param key at least 32 secret bytes
   */
  public Tokens(byte[] key, Clock clock) {
    this.clock = clock;
    try {
      this.signer = new MACSigner(key);
      this.verifier = new MACVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the signing key is too short", e);
    }
  }

  /** What a token whose signature is right says. */
  private record Verified(long applicationId, Instant expiresAt) {}

  String issue(Application application) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(Long.toString(application.id()))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(ALGORITHM), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the signing key does not sign", e);
    }
    return token.serialize();
  }

  /**
   * The id of the application that a token was issued to. Verifying is paid for once a token; its
   * end is checked each time.
   *
   * @throws Refusal {@code authorization-token-invalid} or {@code authorization-token-expired}
   */
  long applicationId(String token) {
    Verified known = verified.get(token);
    if (known == null) {
      known = verify(token);
      if (verified.size() >= MAX_REMEMBERED) verified.clear();
      verified.put(token, known);
    }
    if (clock.instant().isBefore(known.expiresAt)) return known.applicationId;
    verified.remove(token);
    throw new Refusal(
        ProblemCode.AUTHORIZATION_TOKEN_EXPIRED.because(
            "Sign in again: a token lasts " + LIFE.toMinutes() + " minutes"));
  }

  private Verified verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!ALGORITHM.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier))
        throw invalid();
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (claims.getSubject() == null || claims.getExpirationTime() == null) throw invalid();
      return new Verified(
          JsonValue.parseId(claims.getSubject()), claims.getExpirationTime().toInstant());
    } catch (ParseException | JOSEException | RuntimeException e) {
      // The parser takes some malformed tokens for faults of the program, such as a header of null.
      throw invalid();
    }
  }

  static Refusal invalid() {
    return new Refusal(
        ProblemCode.AUTHORIZATION_TOKEN_INVALID.because(
            "Send Authorization: Bearer with a token from /oauth2/token"));
  }
}
