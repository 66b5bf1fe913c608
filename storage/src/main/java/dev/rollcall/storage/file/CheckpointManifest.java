package dev.rollcall.storage.file;

import dev.rollcall.identity.IdentifierType;
import java.util.List;
import java.util.stream.Stream;

/**
 * What belongs to a checkpoint.
 *
 * @param position where to go on in the log; populations may have seen more of it
 */
record CheckpointManifest(int version, long position, List<PopulationEntry> populations) {
  static final int VERSION = 1;

  CheckpointManifest {
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " of a checkpoint is not known");
    }
    populations = List.copyOf(populations);
  }

  /**
   * One retailer's population.
   *
   * @param position the last record applied to it
   */
  record PopulationEntry(
      long retailerId,
      long position,
      CheckedFile dictionary,
      CheckedFile graph,
      List<ListEntry> lists) {
    PopulationEntry {
      lists = List.copyOf(lists);
    }
  }

  /** A contact list and the content id of what is on it. */
  record ListEntry(long segmentId, IdentifierType type, String contentId) {}

  /** The newest record that any of its populations has seen. */
  long furthest() {
    return populations.stream().mapToLong(PopulationEntry::position).reduce(position, Math::max);
  }

  /** The names of all files it needs, but for sets. */
  Stream<String> fileNames() {
    return populations.stream()
        .flatMap(entry -> Stream.of(entry.dictionary().name(), entry.graph().name()));
  }

  /** The sets it needs. */
  Stream<String> contentIds() {
    return populations.stream().flatMap(entry -> entry.lists().stream()).map(ListEntry::contentId);
  }
}
