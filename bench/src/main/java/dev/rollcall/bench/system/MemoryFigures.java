package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Shuffle;
import dev.rollcall.bench.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a server takes of memory and disk. */
final class MemoryFigures {
  private static final double MIB = 1 << 20;
  private static final int LISTS = 10;
  private static final int DENSITY_PERCENT = 1;

  private final Scene scene;
  private final Section section;

  MemoryFigures(Scene scene, Section section) {
    this.scene = scene;
    this.section = section;
  }

  void measure() throws Exception {
    scene.complete();
    Runs runs = new Runs(scene.client());
    runs.settle();
    double perMembership = membership();
    runs.settle();
    scene.sandbox().collectGarbage();
    String metrics = scene.client().text("/metrics");
    double identifiers = metric(metrics, "rollcall_identifiers");
    double outside =
        metric(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\"")
            + metric(metrics, "jvm_buffer_memory_used_bytes{id=\"mapped");
    double dictionary = Math.max(metric(metrics, "rollcall_dictionary_bytes"), 0);
    long users = scene.settings().users();
    section.row("identifiers known", identifiers, "", "");
    section.row("memberships", memberships(), "", "");
    MemoryWatch memory = scene.memory();
    section.row("process, resident", memory.now(MemoryWatch.RESIDENT), "MiB", "");
    section.row("of it without a file", memory.now(MemoryWatch.ANONYMOUS), "MiB", "");
    section.row("of it mapped files", memory.now(MemoryWatch.MAPPED), "MiB", "");
    String bound = users >= 100_000_000 ? "12,288 or less" : "";
    section.row("process, resident at most", memory.most(MemoryWatch.RESIDENT), "MiB", bound);
    section.row("without a file at most", memory.most(MemoryWatch.ANONYMOUS), "MiB", bound);
    section.row(
        "heap in use after a collection",
        metric(metrics, "jvm_memory_used_bytes{area=\"heap\"") / MIB,
        "MiB",
        "");
    section.row("outside the heap", outside / MIB, "MiB", "");
    section.row(
        "dictionary, an identifier",
        (dictionary > 0 ? dictionary : outside) / identifiers,
        "bytes",
        "27 or less");
    section.row(
        "lists in memory, a membership at random 1 % density",
        perMembership, "bytes", "2.2 or less");
    disk(identifiers);
  }

  private double memberships() {
    return Scene.LISTS * (scene.settings().users() / 20.0) + scene.users();
  }

  /** What lists of a hundredth of the users add to the memory of all lists. */
  private double membership() throws IOException {
    double before = metric(scene.client().text("/metrics"), "rollcall_lists_bytes");
    long each = scene.users() * DENSITY_PERCENT / 100;
    for (int i = 0; i < LISTS; i++) {
      Shuffle random = new Shuffle(scene.users(), scene.settings().seed() + 5_000 + i);
      Feed.emails(scene.client(), scene.list("Sparse"), random::at).send(4, each);
    }
    double after = metric(scene.client().text("/metrics"), "rollcall_lists_bytes");
    return (after - before) / (each * LISTS);
  }

  private void disk(double identifiers) throws Exception {
    scene.restart(false); // its stop writes a checkpoint of everything
    Path data = scene.sandbox().data();
    double log = bytes(data.resolve("log"));
    double checkpoint = bytes(data.resolve("checkpoint"));
    double snapshots = bytes(data.resolve("snapshots"));
    section.row("disk, log", log / MIB, "MiB", "");
    section.row("disk, checkpoints", checkpoint / MIB, "MiB", "");
    section.row("disk, snapshots", snapshots / MIB, "MiB", "");
    section.row(
        "disk, log, each identifier acknowledged",
        log / (identifiers + memberships()),
        "bytes",
        "");
    section.row(
        "disk, checkpoints, each identifier and membership",
        checkpoint / (identifiers + memberships()),
        "bytes",
        "");
  }

  private static double bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToDouble(file -> file.toFile().length()).sum();
    }
  }

  /** The sum of a metric's values, by how its lines begin. */
  static double metric(String metrics, String begin) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
