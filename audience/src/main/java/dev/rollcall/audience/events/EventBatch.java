package dev.rollcall.audience.events;

import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.InvalidIdentifier;
import dev.rollcall.identity.KeySecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Makes events from raw identifiers, which it does not keep. Each event is {@link #identifier} for
 * each of its identifiers, then {@link #event}. Not thread-safe.
 */
public final class EventBatch {
  /** Begins what is digested of an event's id, so that its digest is no identifier's. */
  private static final String EVENT_ID = "event \1";

  private static final HexFormat HEX = HexFormat.of();

  private final Digester digester = new Digester();
  private final List<Event> events = new ArrayList<>();
  private long[] packed = new long[256];
  private byte[] types = new byte[128];
  private int size;
  private int begun;

  /** An event whose keys lie between two places; its id is at the first. */
  private record Event(
      ShopperActivity activity,
      String productId,
      Instant at,
      OptionalDouble price,
      int from,
      int to) {}

  /** Adds an identifier of the event to come; returns null, or why it is not one. */
  public @Nullable InvalidIdentifier identifier(IdentifierType type, String value) {
    if (size == begun) add(IdentifierType.USER_IDENTIFIER); // the id's place
    int at = add(type);
    InvalidIdentifier invalid = digester.digest(type, value, packed, 2 * at);
    if (invalid != null) size--;
    return invalid;
  }

  private int add(IdentifierType type) {
    if (size == types.length) {
      types = Arrays.copyOf(types, 2 * size);
      packed = Arrays.copyOf(packed, 4 * size);
    }
    types[size] = (byte) type.code();
    return size++;
  }

  /** Valid identifiers of the event to come. */
  public int identifiers() {
    return Math.max(0, size - begun - 1);
  }

  /**
   * Adds the event whose identifiers were added.
   *
   * @param id the retailer's own
   * @return why the id is none, or null
   */
  public @Nullable InvalidIdentifier event(
      String id, ShopperActivity activity, String productId, Instant at, OptionalDouble price) {
    InvalidIdentifier invalid =
        digester.digest(IdentifierType.CUSTOMER_ID, EVENT_ID + id, packed, 2 * begun);
    if (invalid != null) {
      leave();
      return invalid;
    }
    events.add(new Event(activity, productId, at, price, begun, size));
    begun = size;
    return null;
  }

  /** Forgets the identifiers of the event to come, which does not. */
  public void leave() {
    size = begun;
  }

  /** Events so far. */
  public int size() {
    return events.size();
  }

  /** The events, their ids and keys sealed with the retailer's secret. */
  List<ShoppingEvent> seal(KeySecret secret) {
    long[] ofOneType = new long[2 * size];
    for (IdentifierType type : IdentifierType.values()) {
      int n = 0;
      for (int i = 0; i < size; i++) {
        if (types[i] != type.code()) continue;
        ofOneType[2 * n] = packed[2 * i];
        ofOneType[2 * n++ + 1] = packed[2 * i + 1];
      }
      secret.seal(type, ofOneType, n);
      n = 0;
      for (int i = 0; i < size; i++) {
        if (types[i] != type.code()) continue;
        packed[2 * i] = ofOneType[2 * n];
        packed[2 * i + 1] = ofOneType[2 * n++ + 1];
      }
    }
    return events.stream().map(this::sealed).toList();
  }

  private ShoppingEvent sealed(Event event) {
    long[] keys = Arrays.copyOfRange(packed, 2 * event.from + 2, 2 * event.to);
    return new ShoppingEvent(
        HEX.toHexDigits(packed[2 * event.from]),
        new IdentifierKeys(keys, keys.length / 2),
        event.activity,
        event.productId,
        event.at,
        event.price);
  }
}
