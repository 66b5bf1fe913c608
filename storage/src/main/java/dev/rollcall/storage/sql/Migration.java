package dev.rollcall.storage.sql;

/**
 * One step in which the tables came to be.
 *
 * @param script a file under {@code db/migration}, such as {@code V1__catalog.sql}
 */
record Migration(String script) {
  String version() {
    return script.substring(1, script.indexOf("__"));
  }

  String description() {
    return script.substring(script.indexOf("__") + 2, script.indexOf(".sql")).replace('_', ' ');
  }
}
