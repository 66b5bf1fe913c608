package dev.rollcall.server.client;

import java.util.Arrays;

/** One cell of lines of CSV: a range of the line's bytes, or a copy where quotes were doubled. */
final class Cell {
  private byte[] bytes = new byte[0];
  private int from;
  private int to;

  /** Takes the cell with this index, from 0, of a line; false when the line has none such. */
  boolean take(byte[] line, int start, int end, int index) {
    int at = start;
    for (int i = 0; ; i++) {
      boolean quoted = at < end && line[at] == '"';
      int close = quoted ? closingQuote(line, at + 1, end) : -1;
      if (quoted && close < 0) return false;
      int comma = quoted ? close + 1 : at;
      while (comma < end && line[comma] != ',') comma++;
      if (i == index) {
        if (quoted) unquote(line, at + 1, close);
        else set(line, at, comma);
        return true;
      }
      if (comma >= end) return false;
      at = comma + 1;
    }
  }

  /** Where the quote is that closes the cell, skipping doubled ones, or -1. */
  private static int closingQuote(byte[] line, int start, int end) {
    int i = start;
    while (i < end) {
      boolean quote = line[i] == '"';
      boolean doubled = quote && i + 1 < end && line[i + 1] == '"';
      if (quote && !doubled) return i;
      i += doubled ? 2 : 1;
    }
    return -1;
  }

  private void unquote(byte[] line, int start, int end) {
    byte[] copy = new byte[end - start];
    int size = 0;
    for (int i = start; i < end; i += line[i] == '"' ? 2 : 1) copy[size++] = line[i];
    set(copy, 0, size);
  }

  private void set(byte[] source, int start, int end) {
    bytes = source;
    from = start;
    to = end;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The cell itself, for a heading. */
  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
