package dev.rollcall.members;

/**
 * Set operations on ascending arrays without duplicates; each leaps over what cannot match, so a
 * short one against a long one is cheap.
 */
final class SortedChars {
  private SortedChars() {}

  /**
   * The first index from {@code from} on whose value is not below {@code value}; the length when
   * there is none.
   */
  static int seek(char[] values, int from, char value) {
    if (from >= values.length || values[from] >= value) {
      return from;
    }
    int below = from;
    int step = 1;
    while (below + step < values.length && values[below + step] < value) {
      below += step;
      step <<= 1;
    }
    int found = Math.min(below + step, values.length);
    while (found - below > 1) {
      int middle = (below + found) >>> 1;
      if (values[middle] < value) {
        below = middle;
      } else {
        found = middle;
      }
    }
    return found;
  }

  /** How many values both arrays have. */
  static int common(char[] a, char[] b) {
    if (a.length > b.length) {
      return common(b, a);
    }
    int common = 0;
    int at = 0;
    for (char value : a) {
      at = seek(b, at, value);
      if (at < b.length && b[at] == value) {
        common++;
      }
    }
    return common;
  }

  /**
   * Fills {@code picked} with the values that {@code others} has, or with those it has not; their
   * number is known.
   */
  static void pick(char[] values, char[] others, boolean present, char[] picked) {
    int size = 0;
    int at = 0;
    for (char value : values) {
      at = seek(others, at, value);
      if ((at < others.length && others[at] == value) == present) {
        picked[size++] = value;
      }
    }
  }

  /** The {@code size} values that either array has. */
  static char[] union(char[] a, char[] b, int size) {
    char[] union = new char[size];
    int i = 0;
    int j = 0;
    for (int k = 0; k < size; k++) {
      boolean fromA = j == b.length || (i < a.length && a[i] <= b[j]);
      union[k] = fromA ? a[i] : b[j];
      if (fromA && j < b.length && a[i] == b[j]) {
        j++;
      }
      if (fromA) {
        i++;
      } else {
        j++;
      }
    }
    return union;
  }
}
