package dev.rollcall.storage.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.ShoppingEvent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The form of an event in a journal: {id 8, time in milliseconds 8, product 8, price 8, activity 4,
 * n 4}, then n keys of 16 bytes. Ids are the first eight bytes of a SHA-256; a price that is not
 * known is no number.
 */
final class EventForm {
  private static final int HEAD_BYTES = 40;
  private static final int KEY_BYTES = 16;

  private EventForm() {}

  static int bytes(ShoppingEvent event) {
    return HEAD_BYTES + KEY_BYTES * event.shopper().size();
  }

  static void write(ShoppingEvent event, long id, MessageDigest sha256, ByteBuffer out) {
    out.putLong(id).putLong(event.at().toEpochMilli()).putLong(hash(sha256, event.productId()));
    out.putDouble(event.price().orElse(Double.NaN));
    out.putInt(code(event.activity())).putInt(event.shopper().size());
    for (int i = 0; i < event.shopper().size(); i++)
      out.putLong(event.shopper().hi(i)).putLong(event.shopper().lo(i));
  }

  /** Takes events in as they are read. */
  interface Reader<E extends Exception> {
    /** One key of one event. */
    void row(long id, long hi, long lo, int activity, long product, double price, long time)
        throws E;
  }

  /** Reads one event, which gives a row for each of its keys. */
  static <E extends Exception> void read(ByteBuffer in, Reader<E> reader) throws E {
    long id = in.getLong();
    long time = in.getLong();
    long product = in.getLong();
    double price = in.getDouble();
    int activity = in.getInt();
    int keys = in.getInt();
    for (int i = 0; i < keys; i++)
      reader.row(id, in.getLong(), in.getLong(), activity, product, price, time);
  }

  /** Passes one event over. */
  static void skip(ByteBuffer in) {
    int from = in.position();
    int keys = in.getInt(from + HEAD_BYTES - Integer.BYTES);
    in.position(from + HEAD_BYTES + KEY_BYTES * keys);
  }

  /** The number that stands for an activity in files, for ever. */
  static int code(ShopperActivity activity) {
    return switch (activity) {
      case VIEW -> 1;
      case BUY -> 2;
      case ADD_TO_CART -> 3;
    };
  }

  /** The number that stands for an id in files. */
  static long hash(MessageDigest sha256, String id) {
    return ByteBuffer.wrap(sha256.digest(id.getBytes(UTF_8))).getLong();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
