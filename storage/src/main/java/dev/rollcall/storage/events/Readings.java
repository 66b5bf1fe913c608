package dev.rollcall.storage.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans under way. What a fold replaces is let go of once those that may read it have ended; the
 * fold, and who adds events and waits for it, wait for none of them.
 */
final class Readings {
  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

  private final Set<Reading> underWay = new HashSet<>();
  private final List<Replaced> replaced = new ArrayList<>();

  /** From before a scan looks what there is to read until it has read it. */
  final class Reading implements AutoCloseable {
    @Override
    public void close() {
      end(this);
    }
  }

  /** How something is let go of; done again when it failed. */
  interface LettingGo {
    void run() throws IOException;
  }

  /** Something that some scans may read. */
  private record Replaced(Set<Reading> readBy, LettingGo lettingGo) {}

  synchronized Reading begin() {
    Reading reading = new Reading();
    underWay.add(reading);
    return reading;
  }

  private synchronized void end(Reading reading) {
    underWay.remove(reading);
    replaced.forEach(one -> one.readBy.remove(reading));
  }

  /** Takes note of what no scan that begins from now on reads. */
  synchronized void replaced(LettingGo lettingGo) {
    replaced.add(new Replaced(new HashSet<>(underWay), lettingGo));
  }

  /**
   * Lets go of what was replaced and nobody reads any more. What fails is left for the next time:
   * it takes room, and nothing else depends on it. One caller at a time.
   */
  void letGo() {
    for (Replaced one : unread()) {
      try {
        one.lettingGo.run();
        forget(one);
      } catch (IOException | RuntimeException e) {
        LOG.warn("what a fold of events replaced could not be let go of; it is tried again", e);
      }
    }
  }

  private synchronized List<Replaced> unread() {
    return replaced.stream().filter(one -> one.readBy.isEmpty()).toList();
  }

  private synchronized void forget(Replaced gone) {
    replaced.remove(gone);
  }
}
