package dev.rollcall.server.config;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command takes its settings from. */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:ROLLCALL_CONFIG:-}",
      description =
          "The settings, a YAML file; else ROLLCALL_CONFIG, else the defaults. ROLLCALL_"
              + " environment variables take precedence.")
  String file = "";

  public Config read() {
    return Config.read(Optional.of(file).filter(f -> !f.isBlank()).map(Path::of), System.getenv());
  }
}
