package dev.rollcall.server.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A reader's shell, in a folder like a checkout whose launcher runs what is being tested. */
final class Bash {
  /** After this the commands hang. */
  private static final int MINUTES = 8;

  /** Stops at the first failure, and ends what was left running. */
  private static final String STRICT =
      "set -eu\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n";

  private final Path folder;
  private final Path checkout;

  /** Makes the checkout in a folder, next to whatever else is there. */
  Bash(Path folder) throws IOException {
    this.folder = folder;
    this.checkout = Files.createDirectory(folder.resolve("checkout"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String options = "--enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1";
    String run =
        "exec '%s' %s -cp '%s' dev.rollcall.server.Main \"$@\""
            .formatted(java, options, System.getProperty("java.class.path"));
    Path launcher = Files.write(checkout.resolve("rollcall"), List.of("#!/bin/sh", run), UTF_8);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  /** Runs commands, none of which may fail; returns what they answered. */
  String run(String commands) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("commands.sh"), STRICT + commands);
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder bash =
        new ProcessBuilder("bash", script.toString())
            .directory(checkout.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    bash.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    bash.environment().put("TMPDIR", folder.toString());
    Process process = bash.start();
    try {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      String said = Files.readString(out) + "\n" + Files.readString(err);
      assertThat(ended).as("ended; so far it said%n%s", said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(out);
  }
}
