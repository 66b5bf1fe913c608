package dev.rollcall.compute;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.identity.Panel;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How large a set of users is, as far as it is told.
 *
 * @param users how many they are; empty for callers who may not see it
 * @param relative the part of the retailer's users they are, 0 to 1; empty when they are too few to
 *     be told of
 */
public record Size(OptionalLong users, OptionalDouble relative) {
  /** Decimals of an exact part. */
  private static final double EXACT = 1e6;

  /** Who asks: somebody who may see exact sizes, or anybody else. */
  public enum Right {
    EXACT,
    MEASURED;

    public static Right of(Application caller) {
      return caller.may(Permission.EXACT_SIZES_READ) ? EXACT : MEASURED;
    }
  }

  static Size of(Tally tally, long retailerUsers, Right right, Panel panel) {
    return switch (right) {
      case EXACT -> {
        double part = Math.round(part(tally.users(), retailerUsers) * EXACT) / EXACT;
        yield new Size(OptionalLong.of(tally.users()), OptionalDouble.of(part));
      }
      case MEASURED -> {
        OptionalLong estimate = panel.estimate(tally.onPanel(), tally.marks());
        yield new Size(
            OptionalLong.empty(),
            estimate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(twoDigits(part(estimate.getAsLong(), retailerUsers))));
      }
    };
  }

  /** About how many users there are, at most so many; empty when they are too few to be told. */
  static OptionalLong measured(Tally tally, long most, Panel panel) {
    OptionalLong estimate = panel.estimate(tally.onPanel(), tally.marks());
    if (estimate.isEmpty()) return estimate;
    long unit = 1;
    while (estimate.getAsLong() / unit >= 100) unit *= 10;
    return OptionalLong.of(Math.min(most, (estimate.getAsLong() + unit / 2) / unit * unit));
  }

  private static double part(long users, long retailerUsers) {
    return retailerUsers == 0 ? 0 : Math.min(1, (double) users / retailerUsers);
  }

  /** Rounded to two digits that are not leading zeros: it tells no absolute number. */
  private static double twoDigits(double part) {
    double unit = 100;
    while (part * unit < 10) unit *= 10;
    return Math.round(part * unit) / unit;
  }

  /** Whether anything is told. */
  public boolean told() {
    return relative.isPresent();
  }
}
