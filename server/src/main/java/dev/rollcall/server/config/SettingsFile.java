package dev.rollcall.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A YAML file of settings.
 *
 * @param values the text of each setting by its key, such as {@code http.port}
 */
record SettingsFile(Path path, Map<String, String> values) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  SettingsFile {
    values = Map.copyOf(values);
  }

  static SettingsFile read(Path path) {
    if (!Files.isReadable(path)) throw new InvalidConfig(path + " cannot be read");
    TreeMap<String, String> values = new TreeMap<>();
    try {
      gather(path, "", YAML.readTree(path.toFile()), values);
    } catch (JacksonException e) {
      throw new InvalidConfig(path + " is not valid YAML: " + e.getOriginalMessage().strip());
    }
    return new SettingsFile(path, values);
  }

  /** The key as a message names it. */
  String name(String key) {
    return key + " in " + path;
  }

  private static void gather(Path path, String key, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      String prefix = key.isEmpty() ? "" : key + ".";
      node.properties().forEach(e -> gather(path, prefix + e.getKey(), e.getValue(), values));
    } else if (node.isArray() || (key.isEmpty() && node.isValueNode() && !node.isNull())) {
      throw new InvalidConfig((key.isEmpty() ? "" : key + " in ") + path + " must be a mapping");
    } else if (!node.isMissingNode() && !node.isNull()) {
      values.put(key, node.asString());
    }
  }
}
