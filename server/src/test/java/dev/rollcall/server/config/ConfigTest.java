package dev.rollcall.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private static final Path DOCUMENTED = Path.of("../docs/configuration.yaml");

  @TempDir private Path folder;

  @Test
  void the_documented_file_has_the_defaults() {
    assertThat(Config.read(Optional.of(DOCUMENTED), Map.of()))
        .isEqualTo(Config.read(Optional.empty(), Map.of()));
  }

  @Test
  void the_documented_file_lists_every_setting() {
    SettingsFile file = SettingsFile.read(DOCUMENTED);
    assertThat(file.values()).hasSize(18);
    file.values()
        .forEach((key, value) -> {
          String changed = value.matches("\\d+") ? "77777777" : "postgresql:" + value;
          Map<String, String> environment = Map.of(Settings.variable(key), changed);
          assertThatConfigHeeds(key, environment);
        });
  }

  /** A setting that is read either changes the configuration or refuses the value. */
  private static void assertThatConfigHeeds(String key, Map<String, String> environment) {
    try {
      assertThat(Config.read(Optional.empty(), environment))
          .as(key)
          .isNotEqualTo(Config.read(Optional.empty(), Map.of()));
    } catch (InvalidConfig e) {
      assertThat(e).hasMessageContaining(Settings.variable(key));
    }
  }

  @Test
  void a_file_sets_what_it_names() throws IOException {
    Config config =
        Config.read(file("data: {folder: /srv/data}\nhttp:\n  port: 0\nlimits:\n"), Map.of());
    assertThat(config.http()).isEqualTo(new Config.Http("127.0.0.1", 0));
    assertThat(config.dataFolder()).isEqualTo(Path.of("/srv/data"));
    assertThat(config.catalogUrl()).isEqualTo("jdbc:sqlite:/srv/data/catalog.db");
    assertThat(config.secretFile()).isEqualTo(Path.of("/srv/data/secret.key"));
  }

  @Test
  void the_environment_takes_precedence() throws IOException {
    Map<String, String> environment =
        Map.of("ROLLCALL_HTTP_PORT", "9000", "ROLLCALL_RATE_LIMIT_REQUESTS_PER_MINUTE", "7");
    Config config = Config.read(file("http: {port: 8000}"), environment);
    assertThat(config.http().port()).isEqualTo(9000);
    assertThat(config.requestsPerMinute()).isEqualTo(7);
  }

  @Test
  void an_empty_file_changes_nothing() throws IOException {
    assertThat(Config.read(file("# nothing\n"), Map.of()))
        .isEqualTo(Config.read(Optional.empty(), Map.of()));
  }

  @Test
  void unknown_keys_are_refused_by_name() {
    refused("http: {prot: 80}", "unknown key http.prot in ", "did you mean http.port?");
    refused("htpp: {port: 80}", "unknown key htpp.port in ", "did you mean http.port?");
    refused("colour: blue", "unknown key colour in ");
    refusedVariable("ROLLCALL_HTTP_PROT", "80", "did you mean ROLLCALL_HTTP_PORT?");
  }

  @Test
  void variables_that_are_no_settings_are_left_alone() {
    Map<String, String> environment = Map.of("ROLLCALL_CLIENT_ID", "x", "ROLLCALL_JAVA_OPTS", "y");
    assertThat(Config.read(Optional.empty(), environment))
        .isEqualTo(Config.read(Optional.empty(), Map.of()));
  }

  @Test
  void bad_values_are_named_with_the_rule() {
    refused("http: {port: 70000}", "http.port in ", "a whole number from 0 to 65535");
    refused("http: {port: yes please}", "a whole number from 0 to 65535");
    refused("limits: {leaves: 0}", "limits.leaves in ", "from 1 to 100000");
    refused("catalog: {url: mysql://u:word@h}", "catalog.url in ", "starts with jdbc:sqlite:");
    refusedVariable("ROLLCALL_INGEST_THREADS", "-1", "a whole number from 0 to 1024");
  }

  @Test
  void all_that_is_wrong_is_told_at_once_and_no_value_repeated() {
    assertThatThrownBy(
            () -> Config.read(file("http: {port: x}\ncatalog: {url: mysql://u:word@h}"), Map.of()))
        .isInstanceOf(InvalidConfig.class)
        .hasMessageContainingAll("http.port", "catalog.url", "; ")
        .message()
        .doesNotContain("word");
  }

  @Test
  void what_is_no_mapping_of_settings_is_refused() {
    refused("- a\n- b", "must be a mapping");
    refused("just words", "must be a mapping");
    refused("http: [1]", "http in ", "must be a mapping");
    refused("http: {port: 1", "is not valid YAML");
    refused("http: {port: 1}\nhttp: {port: 2}", "is not valid YAML");
    assertThatThrownBy(() -> Config.read(Optional.of(folder.resolve("absent")), Map.of()))
        .isInstanceOf(InvalidConfig.class)
        .hasMessageContaining("absent cannot be read");
  }

  private void refused(String yaml, String... message) {
    assertThatThrownBy(() -> Config.read(file(yaml), Map.of()))
        .isInstanceOf(InvalidConfig.class)
        .hasMessageContainingAll(message);
  }

  private static void refusedVariable(String name, String value, String rule) {
    assertThatThrownBy(() -> Config.read(Optional.empty(), Map.of(name, value)))
        .isInstanceOf(InvalidConfig.class)
        .hasMessageContainingAll(name, rule);
  }

  private Optional<Path> file(String yaml) throws IOException {
    return Optional.of(Files.writeString(folder.resolve("config.yaml"), yaml));
  }
}
