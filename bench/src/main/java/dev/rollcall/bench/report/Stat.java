package dev.rollcall.bench.report;

import dev.rollcall.bench.load.Samples;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The median of what several rounds measured, with the least and the greatest. */
public record Stat(double median, double least, double greatest) {
  /** Of each round's value. */
  public static Stat of(double... values) {
    if (values.length == 0) throw new IllegalArgumentException("nothing was measured");
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Stat(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Of each round's value. */
  public static Stat of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Of a percentile, in milliseconds, of each round's samples. */
  public static Stat ofMillis(Collection<Samples> rounds, double share) {
    return of(rounds.stream().mapToDouble(samples -> samples.millis(share)).toArray());
  }

  /** The same values, each times a factor. */
  public Stat times(double factor) {
    return new Stat(median * factor, least * factor, greatest * factor);
  }

  /** From the least to the greatest; nothing when there was one round. */
  public String spread() {
    return least == greatest ? "" : number(least) + " to " + number(greatest);
  }

  /** A number as it is told: in three digits, or in whole ones. */
  public static String number(double value) {
    double size = Math.abs(value);
    String form =
        size >= 100 || size == Math.rint(size)
            ? "%,.0f"
            : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, form, value);
  }
}
