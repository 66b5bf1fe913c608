package dev.rollcall.bench.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.bench.load.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A retailer's catalogue, and what its shoppers did in the half year before a moment. Each product
 * and each event is made of the seed and its number alone, so that there may be any number of them.
 *
 * <p>Events come in the order of their time, but for one in fifty that comes up to a week late. Few
 * shoppers and few products have most of them.
 *
 * @param events how many
 * @param end no event is later
 */
record Shop(long seed, long events, Instant end) {
  static final int PRODUCTS = 90_000;
  private static final int BRANDS = 2_000;
  private static final int CATEGORIES = 300;

  /** Events for each shopper, at least a thousand of whom there are. */
  private static final int EVENTS_EACH = 25;

  private static final Duration SPAN = Duration.ofDays(180);
  private static final long LATEST_MILLIS = Duration.ofDays(7).toMillis();
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  long shoppers() {
    return Math.max(1_000, events / EVENTS_EACH);
  }

  static String brand(int number) {
    return "B" + number;
  }

  static String category(int number) {
    return "C" + number;
  }

  /** Products of the numbers from one to before another, as CSV in gzip. */
  byte[] products(long from, long to) {
    return zipped("productId,brandId,categoryIds,price\n", from, to, this::product);
  }

  /** Events of the numbers from one to before another, as CSV in gzip. */
  byte[] events(long from, long to) {
    return zipped("eventId,activity,productId,time,price,Email\n", from, to, this::event);
  }

  private String product(long number) {
    Draws draws = new Draws(seed, -1 - number);
    String brand = brand((int) (draws.next() * BRANDS));
    String categories =
        IntStream.rangeClosed(0, (int) (draws.next() * 3))
            .mapToObj(i -> category((int) (draws.next() * CATEGORIES)))
            .collect(Collectors.joining("|"));
    return "P%d,%s,%s,%s\n".formatted(number, brand, categories, price(draws.next()));
  }

  private String event(long number) {
    Draws draws = new Draws(seed, number);
    double what = draws.next();
    String activity = what < 0.8 ? "View" : what < 0.94 ? "AddToCart" : "Buy";
    long product = (long) (PRODUCTS * Math.pow(draws.next(), 3));
    long shopper = (long) (shoppers() * Math.pow(draws.next(), 2));
    double place = (number + draws.next()) / events;
    Instant time = end.minus(SPAN).plusMillis((long) (place * SPAN.toMillis()));
    if (draws.next() < 0.02) time = time.minusMillis((long) (draws.next() * LATEST_MILLIS));
    String price = draws.next() < 0.25 ? price(draws.next()) : "";
    return "e"
        + number
        + ","
        + activity
        + ",P"
        + product
        + ","
        + time
        + ","
        + price
        + ","
        + Kind.EMAIL.of(shopper)
        + "\n";
  }

  /** From a half to 500, as many below 16 as above. */
  private static String price(double draw) {
    long cents = (long) (50 * Math.pow(1_000, draw));
    return cents / 100 + "." + String.format(Locale.ROOT, "%02d", cents % 100);
  }

  private static byte[] zipped(String header, long from, long to, LongFunction<String> line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new QuickGzip(bytes)) {
      out.write(header.getBytes(US_ASCII));
      for (long number = from; number < to; number++)
        out.write(line.apply(number).getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no disk
    }
    return bytes.toByteArray();
  }

  /** As fast as gzip can. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 64 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Numbers from 0 to before 1 that a seed and a number give, one after the other. */
  private static final class Draws {
    private long state;

    Draws(long seed, long number) {
      state = mix(seed * GOLDEN + number);
    }

    double next() {
      state += GOLDEN;
      return (mix(state) >>> 11) * 0x1p-53;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
      long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      return mixed ^ (mixed >>> 31);
    }
  }
}
