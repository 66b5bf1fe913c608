package dev.rollcall.storage.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ids of events that are there, by day. A day's are read when the first event of it comes, and
 * forgotten when others are used more, but for days with events that are in no file yet. Who brings
 * events of so many days that all their ids would take too much looks only their own up. Eight to
 * sixteen bytes of heap an id.
 */
final class KnownIds {
  private final Map<Long, Day> days = new LinkedHashMap<>(16, 0.75f, true);
  private final Source source;
  private final long kept;
  private long folded;

  /** Where the ids of a day are read from. */
  interface Source {
    /** How many reading a day has to pass, at most. */
    long size(long day);

    void read(long day, LongSet into);

    /** Tells which of some ids of some days there are, and maybe of other days too. */
    void find(Map<Long, LongSet> asked, Found found);
  }

  /** Where ids go as they are read. */
  interface Found {
    void id(long day, long id);
  }

  private static final class Day {
    private final long number;
    private LongSet ids = new LongSet();
    private boolean complete;
    private long newest;
    private int users;

    Day(long number) {
      this.number = number;
    }
  }

  /**
   * @param kept ids of days that can be read again, at most
   */
  KnownIds(Source source, long kept) {
    this.source = source;
    this.kept = kept;
  }

  /** Adds an id that a journal of this generation has. */
  synchronized void restore(long day, long id, long generation) {
    Day known = days.computeIfAbsent(day, Day::new);
    known.ids.add(id);
    known.newest = generation;
  }

  /**
   * Runs work to which some ids of some days are known, whether they are there or not. All are read
   * before it starts, so that an error in reading leaves nothing added.
   */
  void with(Map<Long, LongSet> asked, Runnable work) {
    List<Day> used = use(asked.keySet());
    try {
      List<Day> unread = used.stream().filter(day -> !isComplete(day)).toList();
      if (unread.stream().mapToLong(day -> source.size(day.number)).sum() <= kept)
        unread.forEach(this::read);
      else lookUp(unread, asked);
      work.run();
    } finally {
      release(used);
    }
  }

  private synchronized boolean isComplete(Day day) {
    return day.complete;
  }

  /** What a fold brings into files meanwhile stays known, as its day is in use. */
  private void lookUp(List<Day> unread, Map<Long, LongSet> asked) {
    Map<Long, LongSet> some = new TreeMap<>();
    unread.forEach(day -> some.put(day.number, asked.getOrDefault(day.number, new LongSet())));
    source.find(some, this::found);
  }

  private synchronized void found(long day, long id) {
    Day known = days.get(day);
    if (known != null && known.users > 0) known.ids.add(id);
  }

  private synchronized List<Day> use(Set<Long> asked) {
    List<Day> used = asked.stream().map(day -> days.computeIfAbsent(day, Day::new)).toList();
    used.forEach(day -> day.users++);
    return used;
  }

  /** Reads a day once, however many wait for it; nobody adds to it before. */
  private void read(Day day) {
    synchronized (day) {
      if (day.complete) return;
      LongSet ids = new LongSet();
      source.read(day.number, ids);
      complete(day, ids);
    }
  }

  private synchronized void complete(Day day, LongSet read) {
    read.addAll(day.ids);
    day.ids = read;
    day.complete = true;
    evict();
  }

  private synchronized void release(List<Day> used) {
    used.forEach(day -> day.users--);
    evict();
  }

  /**
   * Adds an id that was asked of a day in use, to be written to this generation; false when it was
   * there.
   */
  synchronized boolean add(long day, long id, long generation) {
    Day known = days.get(day);
    if (known == null || known.users == 0)
      throw new IllegalStateException("day " + day + " is not in use");
    if (!known.ids.add(id)) return false;
    known.newest = generation;
    return true;
  }

  /** Everything up to this generation is in files now. */
  synchronized void folded(long through) {
    folded = through;
    evict();
  }

  private void evict() {
    long ids = days.values().stream().filter(this::clean).mapToLong(day -> day.ids.size()).sum();
    for (var oldest = days.values().iterator(); ids > kept && oldest.hasNext(); ) {
      Day day = oldest.next();
      if (!clean(day)) continue;
      ids -= day.ids.size();
      oldest.remove();
    }
  }

  /** Whether it can be read again. */
  private boolean clean(Day day) {
    return day.users == 0 && day.newest <= folded;
  }

  /** Ids in memory. */
  synchronized long size() {
    return days.values().stream().mapToLong(day -> day.ids.size()).sum();
  }

  /** Lets go of days before this one. */
  synchronized void expire(long firstDay) {
    days.values().removeIf(day -> day.number < firstDay && day.users == 0);
  }
}
