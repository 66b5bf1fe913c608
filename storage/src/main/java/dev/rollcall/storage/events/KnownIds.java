package dev.rollcall.storage.events;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of events that are there, by day. A day's are read when the first event of it comes, and
 * forgotten when others are used more, but for days with events that are in no file yet. Eight to
 * sixteen bytes of heap an id.
 */
final class KnownIds {
  /** Ids of days that can be read again kept, at most: a busy week of a large retailer. */
  private static final long KEPT = 2_000_000;

  private final Map<Long, Day> days = new LinkedHashMap<>(16, 0.75f, true);
  private final Source source;

  /** Where the ids of a day are read from. */
  interface Source {
    void read(long day, LongSet into);
  }

  private static final class Day {
    private final LongSet ids = new LongSet();
    private boolean complete;
    private long newest;
  }

  KnownIds(Source source) {
    this.source = source;
  }

  /** Adds an id that a journal of this generation has. */
  void restore(long day, long id, long generation) {
    Day known = days.computeIfAbsent(day, d -> new Day());
    known.ids.add(id);
    known.newest = generation;
  }

  /** Adds an id, to be written to this generation; false when it was there. */
  boolean add(long day, long id, long generation) {
    Day known = days.computeIfAbsent(day, d -> new Day());
    if (!known.complete) {
      source.read(day, known.ids);
      known.complete = true;
    }
    if (!known.ids.add(id)) return false;
    known.newest = generation;
    return true;
  }

  /** Everything up to this generation is in files now. */
  void folded(long through) {
    long ids = days.values().stream().mapToLong(day -> day.ids.size()).sum();
    for (var oldest = days.values().iterator(); ids > KEPT && oldest.hasNext(); ) {
      Day day = oldest.next();
      if (day.newest > through) continue;
      ids -= day.ids.size();
      oldest.remove();
    }
  }

  /** Lets go of days before this one. */
  void expire(long firstDay) {
    days.keySet().removeIf(day -> day < firstDay);
  }
}
