package dev.rollcall.server.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a file is: a bar that is redrawn on a terminal, elsewhere a line now and then. */
public final class Progress implements AutoCloseable {
  private static final int BAR = 30;
  private static final long BETWEEN_DRAWINGS = Duration.ofMillis(100).toNanos();
  private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

  private final Output output;
  private final String unit;
  private final LongSupplier nanoTime;
  private final long started;
  private long shown;
  private boolean drawn;

  /**
   * @param unit what is counted, such as "identifiers"
   */
  public Progress(Output output, String unit) {
    this(output, unit, System::nanoTime);
  }

  Progress(Output output, String unit, LongSupplier nanoTime) {
    this.output = output;
    this.unit = unit;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.shown = started;
  }

  /**
   * Shows how far it is, when the last time is long enough ago.
   *
   * @param fraction 0 to 1 of the file, or negative when that is not known
   * @param count units done
   */
  public void show(double fraction, long count) {
    long now = nanoTime.getAsLong();
    if (now - shown < (output.terminal() ? BETWEEN_DRAWINGS : BETWEEN_LINES)) return;
    shown = now;
    double seconds = (now - started) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "%s%,d %s, %,d a second",
            fraction < 0 ? "" : part(fraction),
            count,
            unit,
            (long) (count / seconds));
    if (output.terminal()) {
      output.redraw(line);
      drawn = true;
    } else {
      output.say(line);
    }
  }

  private String part(double fraction) {
    int percent = (int) (100 * Math.min(1, fraction));
    int full = percent * BAR / 100;
    String bar = "[" + "#".repeat(full) + " ".repeat(BAR - full) + "] ";
    return (output.terminal() ? bar : "") + percent + "% ";
  }

  /** Leaves the line to what is said next. */
  @Override
  public void close() {
    if (drawn) output.redraw("");
  }
}
