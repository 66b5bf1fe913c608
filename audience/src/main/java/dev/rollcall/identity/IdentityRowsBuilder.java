package dev.rollcall.identity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a graph from raw identifiers, which it does not keep. Not thread-safe. */
public final class IdentityRowsBuilder {
  private final Digester digester = new Digester();
  private byte[] marks = new byte[64];
  private long[] packed = new long[128];
  private int size;
  private boolean newUser;
  private int users;

  /** What follows belongs to another user. A user with no identifier leaves no trace. */
  public void user() {
    newUser = true;
  }

  /** Adds an identifier to the current user; returns null, or why it is not one. */
  public @Nullable InvalidIdentifier identifier(IdentifierType type, String value) {
    if (size + 2 > marks.length) {
      marks = Arrays.copyOf(marks, 2 * marks.length);
      packed = Arrays.copyOf(packed, 2 * packed.length);
    }
    int forms = digester.digestForms(type, value, packed, 2 * size);
    if (forms == 0) return digester.lastInvalid();
    for (int i = 0; i < forms; i++) {
      int mark =
          type.code()
              | (i == 0 ? IdentityRows.NEW_IDENTIFIER : 0)
              | (i == 0 && newUser ? IdentityRows.NEW_USER : 0);
      marks[size + i] = (byte) mark;
    }
    if (newUser) users++;
    newUser = false;
    size += forms;
    return null;
  }

  /** Users with at least one identifier so far. */
  public int users() {
    return users;
  }

  /** Keys so far. */
  public int size() {
    return size;
  }

  /** The rows, their keys sealed with the retailer's secret; the builder starts anew. */
  public IdentityRows seal(KeySecret secret) {
    IdentityRows rows =
        new IdentityRows(Arrays.copyOf(marks, size), Arrays.copyOf(packed, 2 * size));
    long[] ofOneType = new long[2 * size];
    for (IdentifierType type : IdentifierType.values()) {
      int n = 0;
      for (int i = 0; i < size; i++) {
        if (rows.type(i) != type) continue;
        ofOneType[2 * n] = rows.hi(i);
        ofOneType[2 * n++ + 1] = rows.lo(i);
      }
      secret.seal(type, ofOneType, n);
      n = 0;
      for (int i = 0; i < size; i++) {
        if (rows.type(i) != type) continue;
        rows.packed()[2 * i] = ofOneType[2 * n];
        rows.packed()[2 * i + 1] = ofOneType[2 * n++ + 1];
      }
    }
    size = 0;
    users = 0;
    newUser = false;
    return rows;
  }
}
