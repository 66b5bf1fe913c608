package dev.rollcall.bench.system;

import java.nio.file.Path;
import java.util.List;

/**
 * What all whole-system benchmarks go by.
 *
 * @param folder where servers keep their data; deleted afterwards
 * @param users users of the population
 * @param seed of what is generated
 * @param javaOptions of the server's Java machine
 */
public record Settings(Path folder, long users, long seed, List<String> javaOptions) {
  public Settings {
    javaOptions = List.copyOf(javaOptions);
  }

  /** A new server on a folder of its own. */
  public Sandbox start(String name) throws java.io.IOException {
    return Sandbox.start(folder.resolve(name), javaOptions);
  }
}
