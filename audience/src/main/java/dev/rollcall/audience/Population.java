package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.identity.Moves;
import dev.rollcall.members.MemberRows;
import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one retailer's users: the identity graph and what is on each contact list.
 *
 * <p>The log's thread is the only writer. Lookups read beside it without waiting, but for the
 * instant in which rows of the graph move identifiers; a view is taken between two records.
 */
public final class Population {
  private final long retailerId;
  private final IdentityGraph graph;
  private final Map<Long, ContactListMembers> lists;

  /**
   * Event segments' users, by segment. Found from events and not told by the log, so not in its
   * position.
   */
  private final Map<Long, Members> usersByEvents = new ConcurrentHashMap<>();

  private final AtomicLong changes = new AtomicLong();
  private final ReentrantLock betweenRecords = new ReentrantLock();
  private final StampedLock moving = new StampedLock();
  private volatile long position;
  private volatile long movedAt;

  /** Owns the blocks of lists that no view has: another one from each view on. */
  private Object writer = new Object();

  public Population(long retailerId, IdentityGraph graph) {
    this(retailerId, graph, Map.of(), 0);
  }

  /** A population as a checkpoint kept it, with every record up to the position applied. */
  public Population(
      long retailerId, IdentityGraph graph, Map<Long, ContactListMembers> lists, long position) {
    this.retailerId = retailerId;
    this.graph = graph;
    this.lists = new ConcurrentHashMap<>(lists);
    this.position = position;
  }

  public long retailerId() {
    return retailerId;
  }

  public IdentityGraph graph() {
    return graph;
  }

  /** The position of the last record applied. */
  public long position() {
    return position;
  }

  /**
   * The position of the last record, of those applied since this process began, that moved
   * identifiers; who reads for long sees by it that ordinals read before mean something else now.
   */
  public long movedAt() {
    return movedAt;
  }

  /**
   * Applies a record of this retailer and returns what it did to its list. One at or before {@link
   * #position} was applied already: it is passed over, which gives null.
   */
  @Nullable Effect apply(long recordPosition, LogRecord record) {
    if (recordPosition <= position) return null;
    betweenRecords.lock();
    try {
      Effect effect =
          switch (record) {
            case LogRecord.Amend amend -> amend(amend);
            case LogRecord.Clear clear -> clear(clear);
            case LogRecord.Merge merge -> merge(merge);
            case LogRecord.Drop drop -> drop(drop);
            case LogRecord.Link link -> link(link, recordPosition);
            case LogRecord.Meet meet -> meet(meet);
          };
      changes.incrementAndGet();
      position = recordPosition;
      return effect;
    } finally {
      betweenRecords.unlock();
    }
  }

  private Effect clear(LogRecord.Clear clear) {
    ContactListMembers list = lists.get(clear.segmentId());
    if (list == null) return Effect.NONE;
    lists.put(clear.segmentId(), new ContactListMembers(list.type(), Members.empty()));
    return new Effect(0, list.identifiers().size(), 0);
  }

  private Effect drop(LogRecord.Drop drop) {
    usersByEvents.remove(drop.segmentId());
    ContactListMembers list = lists.remove(drop.segmentId());
    return list == null ? Effect.NONE : new Effect(0, list.identifiers().size(), 0);
  }

  private Effect merge(LogRecord.Merge merge) {
    ContactListMembers added = lists.remove(merge.added());
    ContactListMembers removed = lists.remove(merge.removed());
    ContactListMembers list = lists.get(merge.segmentId());
    Members before = list == null ? Members.empty() : list.identifiers();
    ContactListMembers staged = added == null ? removed : added;
    if (staged == null) return new Effect(0, 0, before.size());
    Members after = merge.whole() ? Members.empty() : before;
    if (removed != null) after = after.andNot(removed.identifiers());
    if (added != null) after = after.or(added.identifiers());
    lists.put(merge.segmentId(), new ContactListMembers(staged.type(), after));
    long kept = before.andSize(after);
    return new Effect(after.size() - kept, before.size() - kept, after.size());
  }

  private Effect amend(LogRecord.Amend amend) {
    IdentifierKeys keys = amend.keys();
    int[] ordinals = new int[keys.size()];
    if (amend.add()) graph.findOrAdd(keys, ordinals);
    else graph.dictionary().find(keys, ordinals);
    int known = 0;
    for (int ordinal : ordinals) if (ordinal >= 0) ordinals[known++] = ordinal;
    int distinct = Ordinals.sortDistinct(ordinals, known);
    ContactListMembers list =
        lists.getOrDefault(
            amend.segmentId(), new ContactListMembers(amend.type(), Members.empty()));
    Members changed =
        amend.add()
            ? list.identifiers().plus(ordinals, 0, distinct, writer)
            : list.identifiers().minus(ordinals, 0, distinct, writer);
    lists.put(amend.segmentId(), new ContactListMembers(list.type(), changed));
    long more = changed.size() - list.identifiers().size();
    return new Effect(Math.max(more, 0), Math.max(-more, 0), changed.size());
  }

  /** Where there is a graph, it says who is a user; elsewhere everybody is. */
  private Effect meet(LogRecord.Meet meet) {
    if (!graph.imported()) graph.findOrAdd(meet.keys(), new int[meet.keys().size()]);
    return Effect.NONE;
  }

  private Effect link(LogRecord.Link link, long recordPosition) {
    long stamp = moving.writeLock();
    try {
      Moves moves = graph.link(link.rows());
      if (moves.size() > 0) {
        lists.replaceAll((id, list) -> follow(moves, list));
        changes.incrementAndGet(); // before anybody reads again
        movedAt = recordPosition;
      }
    } finally {
      moving.unlockWrite(stamp);
    }
    return Effect.NONE;
  }

  /** The list after the identifiers moved; moves may form chains, so they are followed in order. */
  private static ContactListMembers follow(Moves moves, ContactListMembers list) {
    Map<Integer, Boolean> changed = new HashMap<>();
    IdentifierType type = list.type();
    for (int i = 0; i < moves.size(); i++) {
      if (moves.type(i) != type) continue;
      int from = moves.from(i);
      if (changed.computeIfAbsent(from, list.identifiers()::contains)) {
        changed.put(from, false);
        changed.put(moves.to(i), true);
      }
    }
    int[] on =
        changed.entrySet().stream()
            .filter(Map.Entry::getValue)
            .mapToInt(Map.Entry::getKey)
            .sorted()
            .toArray();
    int[] off =
        changed.entrySet().stream()
            .filter(e -> !e.getValue())
            .mapToInt(Map.Entry::getKey)
            .sorted()
            .toArray();
    Members followed = list.identifiers().minus(off, 0, off.length).plus(on, 0, on.length);
    return new ContactListMembers(type, followed);
  }

  /**
   * Runs a read of the live population that no move of identifiers cuts in two; may run it more
   * than once.
   */
  public <T> T reading(Supplier<T> read) {
    long stamp = moving.tryOptimisticRead();
    if (stamp != 0) {
      T result = read.get();
      if (moving.validate(stamp)) return result;
    }
    stamp = moving.readLock();
    try {
      return read.get();
    } finally {
      moving.unlockRead(stamp);
    }
  }

  /** Whether identifiers are being moved, for which {@link #reading} waits. */
  public boolean isMoving() {
    return moving.isWriteLocked();
  }

  /**
   * The user who has the identifier with this key, or {@link IdentityGraph#NOBODY}. Call it inside
   * {@link #reading}.
   */
  public int userOf(long hi, long lo) {
    return graph.userOf(graph.dictionary().find(hi, lo));
  }

  /**
   * Tells apart what lists and event segments have at different times: as long as it stays the
   * same, so do they.
   */
  public long changes() {
    return changes.get();
  }

  /**
   * The identifiers of segments, to be asked which of them stand at an ordinal. Call it inside
   * {@link #reading}.
   *
   * @param segmentIds as objects, which is how the lists are found
   */
  public MemberRows identifiersOn(Long[] segmentIds) {
    return new MemberRows(
        Arrays.stream(segmentIds).map(this::identifiersOn).toArray(Members[]::new));
  }

  /** What a user's ordinals are looked for in; of them an event segment has the user's own. */
  private Members identifiersOn(Long segmentId) {
    ContactListMembers list = lists.get(segmentId);
    return list == null
        ? usersByEvents.getOrDefault(segmentId, Members.empty())
        : list.identifiers();
  }

  /** The users of an event segment as they were last put here; none before. */
  public Members usersByEvents(long segmentId) {
    return usersByEvents.getOrDefault(segmentId, Members.empty());
  }

  /** Makes these the users of an event segment: lookups and views have them from now on. */
  public void putUsersByEvents(long segmentId, Members users) {
    usersByEvents.put(segmentId, users);
    changes.incrementAndGet();
  }

  /** Lets go of the users of an event segment that is there no more. */
  public void removeUsersByEvents(long segmentId) {
    usersByEvents.remove(segmentId);
    changes.incrementAndGet();
  }

  /** Whether there is a list, or a stage, with this id. */
  public boolean holds(long segmentId) {
    return lists.containsKey(segmentId);
  }

  /** The whole population as it is between two records. */
  public PopulationView view() {
    betweenRecords.lock();
    try {
      writer = new Object();
      return new PopulationView(
          retailerId,
          position,
          graph.imported(),
          graph.userCount(),
          graph.users(),
          graph.aliases(),
          graph.reach(),
          graph::userOf,
          lists,
          usersByEvents);
    } finally {
      betweenRecords.unlock();
    }
  }

  /** Runs work while no record is applied, for a checkpoint to take what belongs together. */
  public <T> T betweenRecords(Supplier<T> work) {
    betweenRecords.lock();
    try {
      return work.get();
    } finally {
      betweenRecords.unlock();
    }
  }
}
