package dev.rollcall.identity;

import dev.rollcall.members.Members;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which identifiers belong to which user of one retailer, and the ordinal each stands at.
 *
 * <p>Until a graph is imported every identifier is a user of its own. From then on a user's ordinal
 * stands for the user and for its first identifier of each type, an alias for each further one; an
 * identifier the graph does not know stands at an ordinal that is no user, in the cell of its key,
 * until the graph learns it. One writer; readers beside it see single answers whole.
 */
public final class IdentityGraph {
  /** Cells of a new population. */
  public static final Cells DEFAULT_CELLS = new Cells(16);

  /** What {@link #userOf} gives when there is no such user. */
  public static final int NOBODY = -1;

  private final Dictionary dictionary;
  private final Cells cells;
  private final int[] places;
  private final OrdinalBits users;
  private final Map<IdentifierType, OrdinalBits> firsts = new EnumMap<>(IdentifierType.class);
  private final Aliases aliases;
  private final Reach reach;
  private volatile boolean imported;
  private long userCount;
  private volatile Members usersNow = Members.empty();
  private volatile Members aliasesNow = Members.empty();
  private volatile Map<Channel, Members> reachNow = Map.of();
  private boolean stale;
  private final AtomicLong links = new AtomicLong();

  public IdentityGraph(Dictionary dictionary) {
    this(dictionary, IdentityGraphState.empty(DEFAULT_CELLS));
  }

  /** A graph as it was when the state was taken, over the dictionary as it was then. */
  public IdentityGraph(Dictionary dictionary, IdentityGraphState state) {
    this.dictionary = dictionary;
    this.cells = state.cells();
    this.places = state.places();
    this.imported = state.imported();
    this.users = OrdinalBits.of(state.users());
    this.userCount = state.users().size();
    for (IdentifierType type : IdentifierType.values())
      firsts.put(type, OrdinalBits.of(state.firsts().getOrDefault(type, Members.empty())));
    this.aliases = Aliases.ofPairs(state.aliases());
    this.reach = new Reach(state.fewKeys(), state.manyKeys());
    this.stale = true;
  }

  public Dictionary dictionary() {
    return dictionary;
  }

  public Cells cells() {
    return cells;
  }

  /** Whether the retailer has imported a graph. */
  public boolean imported() {
    return imported;
  }

  /** Users of the retailer: the graph's, or all identifiers while there is no graph. */
  public long userCount() {
    return imported ? userCount : Arrays.stream(places).asLongStream().sum();
  }

  /** The graph's users; meaningless while none is imported. For the writer only. */
  public Members users() {
    refresh();
    return usersNow;
  }

  /** The ordinals that stand for further identifiers of users. For the writer only. */
  public Members aliases() {
    refresh();
    return aliasesNow;
  }

  /**
   * By channel the graph's users whom an identifier of theirs reaches on it. For the writer only.
   */
  public Map<Channel, Members> reach() {
    refresh();
    return reachNow;
  }

  /** The user who has the identifier at this ordinal, or {@link #NOBODY}. */
  public int userOf(int ordinal) {
    if (ordinal == Dictionary.ABSENT) return NOBODY;
    if (!imported || users.contains(ordinal)) return ordinal;
    return aliases.owner(ordinal);
  }

  /** The ordinals at which identifiers of this user stand. */
  public int[] ordinalsOf(int user) {
    return aliases.ordinalsOf(user);
  }

  /**
   * Fills in the ordinals of the keys; those never seen get a new one, each in a cell that has no
   * keys of the other half.
   */
  public void findOrAdd(IdentifierKeys keys, int[] ordinals) {
    dictionary.findOrAdd(keys, ordinals, i -> newOrdinal(cells.ofKey(keys.hi(i))));
  }

  /**
   * Learns rows of the graph. A row adds to the first user any of its identifiers already belongs
   * to; an identifier that belonged to another user goes over to this one.
   *
   * @return the identifiers whose place changed, for the lists to follow
   */
  public Moves link(IdentityRows rows) {
    Moves moves = new Moves();
    imported = true;
    stale = true;
    for (int from = 0, to; from < rows.size(); from = to) {
      to = from + 1;
      while (to < rows.size() && !rows.startsUser(to)) to++;
      int user = userOfRow(rows, from, to);
      for (int start = from, end; start < to; start = end) {
        end = start + 1;
        while (end < to && !rows.startsIdentifier(end)) end++;
        linkIdentifier(user, rows, start, end, moves);
      }
    }
    links.incrementAndGet();
    return moves;
  }

  /**
   * How often it learned rows since this process began: while it is the same, so is everybody whom
   * an identifier was found to belong to.
   */
  public long links() {
    return links.get();
  }

  private int userOfRow(IdentityRows rows, int from, int to) {
    int stranger = NOBODY;
    IdentifierType strangersType = rows.type(from);
    for (int i = from; i < to; i++) {
      int ordinal = dictionary.find(rows.hi(i), rows.lo(i));
      if (ordinal == Dictionary.ABSENT) continue;
      int user = userOf(ordinal);
      if (user != NOBODY) return user;
      if (stranger == NOBODY) {
        stranger = ordinal;
        strangersType = rows.type(i);
      }
    }
    int user = stranger == NOBODY ? newOrdinal(cells.ofKey(rows.hi(from))) : stranger;
    users.add(user);
    userCount++;
    if (stranger != NOBODY) {
      firsts(strangersType).add(user);
      reach.gained(user, strangersType.channel());
    }
    return user;
  }

  private void linkIdentifier(int user, IdentityRows rows, int from, int to, Moves moves) {
    IdentifierType type = rows.type(from);
    int target = placeOf(user, type, rows, from, to);
    for (int i = from; i < to; i++) {
      int ordinal = dictionary.find(rows.hi(i), rows.lo(i));
      if (ordinal == target) continue;
      int owner = userOf(ordinal);
      if (owner != user) {
        reach.gained(user, type.channel());
        if (owner != NOBODY) reach.lost(owner, type.channel());
      }
      if (ordinal != Dictionary.ABSENT) moves.add(type, ordinal, target);
      dictionary.put(rows.hi(i), rows.lo(i), target);
    }
  }

  private int placeOf(int user, IdentifierType type, IdentityRows rows, int from, int to) {
    for (int i = from; i < to; i++) {
      int ordinal = dictionary.find(rows.hi(i), rows.lo(i));
      if (ordinal != Dictionary.ABSENT && userOf(ordinal) == user) return ordinal;
    }
    if (firsts(type).add(user)) return user;
    int alias = newOrdinal(cells.ofOrdinal(user));
    aliases.add(user, alias);
    return alias;
  }

  private OrdinalBits firsts(IdentifierType type) {
    return java.util.Objects.requireNonNull(firsts.get(type));
  }

  private int newOrdinal(int cell) {
    return cells.ordinal(cell, places[cell]++);
  }

  private void refresh() {
    if (!stale) return;
    usersNow = users.toMembers();
    aliasesNow = aliases.toMembers();
    reachNow =
        Map.of(
            Channel.ONSITE, reach.users(Channel.ONSITE),
            Channel.OFFSITE, reach.users(Channel.OFFSITE));
    stale = false;
  }

  /** All of the graph but its dictionary, as it is now. For the writer only. */
  public IdentityGraphState state() {
    Map<IdentifierType, Members> firstsNow = new EnumMap<>(IdentifierType.class);
    firsts.forEach((type, bits) -> firstsNow.put(type, bits.toMembers()));
    return new IdentityGraphState(
        cells,
        places,
        imported,
        users(),
        firstsNow,
        aliases.toPairs(),
        reach.few(),
        reach.toLarge());
  }
}
