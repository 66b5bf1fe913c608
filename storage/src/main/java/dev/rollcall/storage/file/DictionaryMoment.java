package dev.rollcall.storage.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A dictionary as it was at one moment, from which it is written table by table while its writer
 * goes on: what the writer has changed since then is undone in the copy. A table that has grown
 * since leaves the one of the moment untouched behind. Closing it frees the writer of keeping
 * track.
 */
final class DictionaryMoment implements AutoCloseable {
  private final Shard[] shards;
  private final int[] sizes;
  private final long writes;
  private final Changes[] changes;

  DictionaryMoment(Shard[] shards) {
    this.shards = shards;
    this.sizes = Arrays.stream(shards).mapToInt(Shard::size).toArray();
    this.writes = Arrays.stream(shards).mapToLong(Shard::writes).sum();
    this.changes = Arrays.stream(shards).map(Shard::track).toArray(Changes[]::new);
  }

  /** How often the dictionary had been written to since it was made or opened. */
  long writes() {
    return writes;
  }

  /** Writes it as a file; only once. */
  CheckedFile write(Path folder, String name) throws IOException {
    try (CheckedFile.Writer writer = new CheckedFile.Writer(folder, name);
        Arena arena = Arena.ofConfined()) {
      int[] capacities = Arrays.stream(shards).mapToInt(Shard::capacity).toArray();
      writer.write(DictionaryFile.head(capacities, sizes));
      long largest = (long) Arrays.stream(capacities).max().orElseThrow() * Shard.SLOT_BYTES;
      MemorySegment copy = arena.allocate(largest);
      ByteBuffer copied = copy.asByteBuffer();
      for (int i = 0; i < shards.length; i++) {
        shards[i].copyTo(copy, changes[i]);
        writer.write(copied.slice(0, capacities[i] * Shard.SLOT_BYTES));
      }
      return writer.finish();
    }
  }

  @Override
  public void close() {
    for (Changes change : changes) {
      change.end();
    }
  }
}
