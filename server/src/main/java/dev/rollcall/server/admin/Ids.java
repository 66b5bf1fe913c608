package dev.rollcall.server.admin;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Ids as answers show them: in ascending order, in JSON as strings. */
final class Ids {
  private Ids() {}

  static List<String> strings(Collection<Long> ids) {
    return ids.stream().sorted().map(String::valueOf).toList();
  }

  static String text(Collection<Long> ids) {
    return ids.isEmpty() ? "-" : strings(ids).stream().collect(Collectors.joining(","));
  }
}
