package dev.rollcall.audience;

import dev.rollcall.identity.KeySecret;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets that seal each retailer's identifiers, derived from the deployment's. */
public final class KeySecrets {
  private final byte[] deploymentSecret;
  private final Map<String, KeySecret> bySalt = new ConcurrentHashMap<>();

  /**
   * @param deploymentSecret at least 32 random bytes, kept apart from the data
   */
  public KeySecrets(byte[] deploymentSecret) {
    this.deploymentSecret = deploymentSecret.clone();
  }

  public KeySecret of(Retailer retailer) {
    return bySalt.computeIfAbsent(
        retailer.keySalt(),
        salt -> KeySecret.derive(deploymentSecret, HexFormat.of().parseHex(salt)));
  }
}
