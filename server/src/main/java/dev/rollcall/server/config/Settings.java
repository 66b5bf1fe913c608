package dev.rollcall.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Settings as text by key, from which values are taken one by one. Asking for a key makes it a
 * known one; what is wrong is gathered, so that one start tells all of it.
 */
final class Settings {
  private static final String PREFIX = "ROLLCALL_";

  private final Optional<SettingsFile> file;
  private final Map<String, String> environment;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> wrong = new ArrayList<>();

  Settings(Optional<SettingsFile> file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /** The environment variable of a key: {@code ROLLCALL_HTTP_PORT} of {@code http.port}. */
  static String variable(String key) {
    return PREFIX + key.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  String text(String key, String otherwise) {
    return text(key, otherwise, "", value -> true);
  }

  String text(String key, String otherwise, String rule, Predicate<String> keepsRule) {
    return given(key)
        .filter(value -> {
          boolean right = keepsRule.test(value);
          if (!right) refuse(key, rule);
          return right;
        })
        .orElse(otherwise);
  }

  /** True or false; false unless it is given. */
  boolean flag(String key) {
    return text(key, "false", "true or false", v -> v.equals("true") || v.equals("false"))
        .equals("true");
  }

  int integer(String key, int otherwise, int least, int most) {
    String rule = "a whole number from " + least + " to " + most;
    String value = text(key, Integer.toString(otherwise), rule, v -> isWithin(v, least, most));
    return Integer.parseInt(value);
  }

  private static boolean isWithin(String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      return least <= number && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private Optional<String> given(String key) {
    known.add(key);
    return Optional.ofNullable(environment.get(variable(key)))
        .or(() -> file.map(f -> f.values().get(key)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** The value is not repeated: it may be a secret, such as the password in a URL. */
  private void refuse(String key, String rule) {
    String where =
        environment.containsKey(variable(key)) ? variable(key) : file.orElseThrow().name(key);
    wrong.add(where + " must be " + rule);
  }

  /**
   * Throws when any value was wrong or any key was not asked for. Of the environment, variables
   * count that begin like a known one: others with the prefix are not settings.
   */
  void refuseWrong() {
    file.ifPresent(f ->
        f.values().keySet().stream()
            .filter(key -> !known.contains(key))
            .forEach(key -> wrong.add("unknown key " + f.name(key) + meant(key, known))));
    TreeSet<String> variables = new TreeSet<>(known.stream().map(Settings::variable).toList());
    new TreeSet<>(environment.keySet())
        .stream()
            .filter(name -> !variables.contains(name) && isLike(name, variables))
            .forEach(name -> wrong.add("unknown variable " + name + meant(name, variables)));
    if (!wrong.isEmpty()) throw new InvalidConfig(String.join("; ", wrong));
  }

  private static boolean isLike(String name, Set<String> variables) {
    return variables.stream()
        .map(v -> v.substring(0, v.indexOf('_', PREFIX.length()) + 1))
        .anyMatch(name::startsWith);
  }

  private static String meant(String name, Set<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(n -> distance(name, n)))
        .map(nearest -> " (did you mean " + nearest + "?)")
        .orElse("");
  }

  /** The edits of one character each that lead from one name to the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], diagonal));
      }
    }
    return row[b.length()];
  }
}
