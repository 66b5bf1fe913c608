package dev.rollcall.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that everything is measured on, in one line. */
public record Machine(String processor, int cores, long memoryGib, String kernel, String jdk) {
  /** This machine. */
  public static Machine here() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        processorName(),
        system.getAvailableProcessors(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  String told() {
    return String.format(
        Locale.ROOT,
        "%s, %d core%s, %d GiB, %s, %s; client and server share them",
        processor,
        cores,
        cores == 1 ? "" : "s",
        memoryGib,
        kernel,
        jdk);
  }
}
