package dev.rollcall.http.retailmedia;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.InvalidIdentifier;
import dev.rollcall.identity.RefusedIdentifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Digests the identifiers of a body as they come, and counts and samples those that are none. Keeps
 * no valid identifier. Not thread-safe; one body after another.
 */
final class IdentifierTally {
  /** Invalid identifiers sent back as a sample, at most. */
  private static final int SAMPLE = 10;

  /** Characters of an invalid identifier that are sent back, at most. */
  private static final int SAMPLE_CHARACTERS = 256;

  /** What stands for the rest of an invalid identifier that is longer. */
  private static final String REST = "\u2026";

  private final Digester digester = new Digester();
  private IdentifierType type = IdentifierType.EMAIL;
  private long[] digests = new long[0];
  private int valid;
  private int invalid;
  private RefusedIdentifiers.Builder refused = new RefusedIdentifiers.Builder();
  private List<String> sample = List.of();

  void begin(IdentifierType identifierType, int bodyBytes) {
    type = identifierType;
    // Shorter identifiers than of eight bytes with their quotes and comma are rare.
    digests = new long[2 * Math.min(ContactLists.MAX_IDENTIFIERS, Math.max(16, bodyBytes / 8))];
    valid = 0;
    invalid = 0;
    refused = new RefusedIdentifiers.Builder();
    sample = new ArrayList<>();
  }

  IdentifierType type() {
    return type;
  }

  /** How many identifiers came, of either kind. */
  int size() {
    return valid + invalid;
  }

  /** Takes an identifier that lies in {@code utf8[from, to)}; false when that is not UTF-8. */
  boolean take(byte[] utf8, int from, int to) {
    int at = next();
    InvalidIdentifier why = digester.digest(type, utf8, from, to, digests, at);
    if (why == null) valid++;
    else if (why == InvalidIdentifier.NOT_UTF8) return false;
    else refuse(why, sample.size() < SAMPLE ? new String(utf8, from, to - from, UTF_8) : "");
    return true;
  }

  /** Takes an identifier. Half a surrogate pair makes it invalid. */
  void take(String value) {
    int at = next();
    InvalidIdentifier why = digester.digest(type, value, digests, at);
    if (why == null) valid++;
    else refuse(why, value);
  }

  /**
   * Where the next digest goes. Makes room for it, so that it is asked before the array is read.
   */
  private int next() {
    if (2 * valid == digests.length) digests = Arrays.copyOf(digests, 2 * digests.length);
    return 2 * valid;
  }

  /** Takes what is no identifier, nor a text that could be one. */
  void refuse(String raw) {
    refuse(InvalidIdentifier.NOT_TEXT, raw);
  }

  private void refuse(InvalidIdentifier why, String raw) {
    refused.add(size(), why);
    invalid++;
    if (sample.size() < SAMPLE) sample.add(cut(raw));
  }

  private static String cut(String raw) {
    if (raw.length() <= SAMPLE_CHARACTERS) return raw;
    boolean splitsPair = Character.isHighSurrogate(raw.charAt(SAMPLE_CHARACTERS - 1));
    return raw.substring(0, splitsPair ? SAMPLE_CHARACTERS - 1 : SAMPLE_CHARACTERS) + REST;
  }

  /** What came, which is handed over. */
  AmendmentBody amendment(boolean add) {
    AmendmentBody amendment = new AmendmentBody(add, digests, valid, refused.build(), sample);
    digests = new long[0];
    sample = List.of();
    return amendment;
  }
}
