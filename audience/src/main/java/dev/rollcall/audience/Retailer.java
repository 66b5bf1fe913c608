package dev.rollcall.audience;

import java.util.HexFormat;

/**
 * Whose shoppers they are.
 *
 * @param keySalt 32 hex digits drawn when the retailer was made; with the deployment's secret it
 *     gives the key that seals the retailer's identifiers, so dropping it shreds them
 */
public record Retailer(long id, String name, Publication publication, String keySalt) {
  public Retailer {
    if (name.isBlank()) throw new IllegalArgumentException("a retailer needs a name");
    if (HexFormat.of().parseHex(keySalt).length != 16)
      throw new IllegalArgumentException("a key salt is 16 bytes");
  }

  public Retailer publishing(Publication changed) {
    return new Retailer(id, name, changed, keySalt);
  }

  @Override
  public String toString() {
    return "Retailer[id=" + id + ", name=" + name + ", publication=" + publication + "]";
  }
}
