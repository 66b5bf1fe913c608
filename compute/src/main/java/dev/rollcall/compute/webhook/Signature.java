package dev.rollcall.compute.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that messages are signed with, in the form of Standard Webhooks: {@code whsec_} and the
 * base64 of its bytes.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Signature(byte[] secret) {
  private static final String PREFIX = "whsec_";

  /** What stands for the secret, to be given to who verifies. */
  public String shown() {
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /** The secret that was shown as this text. */
  public static Signature parse(String shown) {
    if (!shown.startsWith(PREFIX)) throw new IllegalArgumentException("no secret of a webhook");
    return new Signature(Base64.getDecoder().decode(shown.substring(PREFIX.length())));
  }

  /** The signature of a message, as it stands in {@code webhook-signature}. */
  public String of(String messageId, long unixSeconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signed = (messageId + "." + unixSeconds + "." + body).getBytes(UTF_8);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  @Override
  public String toString() {
    return "Signature[...]";
  }
}
