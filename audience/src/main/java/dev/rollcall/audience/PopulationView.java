package dev.rollcall.audience;

import dev.rollcall.identity.Channel;
import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A retailer's population as it was after one record of the log; later changes do not show. Lists
 * are shared, not copied.
 */
public final class PopulationView {
  private final long retailerId;
  private final long position;
  private final boolean graph;
  private final long userCount;
  private final Members users;
  private final Members aliases;
  private final Map<Channel, Members> reach;
  private final IntUnaryOperator owner;
  private final Map<Long, ContactListMembers> lists;
  private final Map<Long, Members> usersByEvents;

  PopulationView(
      long retailerId,
      long position,
      boolean graph,
      long userCount,
      Members users,
      Members aliases,
      Map<Channel, Members> reach,
      IntUnaryOperator owner,
      Map<Long, ContactListMembers> lists,
      Map<Long, Members> usersByEvents) {
    this.retailerId = retailerId;
    this.position = position;
    this.graph = graph;
    this.userCount = userCount;
    this.users = users;
    this.aliases = aliases;
    this.reach = reach;
    this.owner = owner;
    this.lists = Map.copyOf(lists);
    this.usersByEvents = Map.copyOf(usersByEvents);
  }

  /** The view of a retailer of whom nothing is known yet. */
  public static PopulationView empty(long retailerId, long position) {
    return new PopulationView(
        retailerId,
        position,
        false,
        0,
        Members.empty(),
        Members.empty(),
        Map.of(),
        ordinal -> ordinal,
        Map.of(),
        Map.of());
  }

  public long retailerId() {
    return retailerId;
  }

  /** The position of the last record it reflects. */
  public long position() {
    return position;
  }

  /** Whether the retailer has imported an identity graph. */
  public boolean hasGraph() {
    return graph;
  }

  /** Users of the retailer. */
  public long userCount() {
    return userCount;
  }

  /**
   * The graph's users whom an identifier of theirs reaches on the channel. Without a graph an
   * identifier is the user, and the lists it is on tell its channel.
   */
  public Members reachedOn(Channel channel) {
    return reach.getOrDefault(channel, Members.empty());
  }

  /** The segments that have a list. */
  public Set<Long> segmentIds() {
    return lists.keySet();
  }

  /**
   * The identifiers on the list, as ordinals; the same object as in another view means that nothing
   * changed between them.
   */
  public Members identifiersOn(long segmentId) {
    ContactListMembers list = lists.get(segmentId);
    return list == null ? Members.empty() : list.identifiers();
  }

  /** Whether both views have the same on the segment's list, and the same users by events. */
  public boolean sameMembers(PopulationView other, long segmentId) {
    return identifiersOn(segmentId).equals(other.identifiersOn(segmentId))
        && usersByEvents(segmentId).equals(other.usersByEvents(segmentId));
  }

  private Members usersByEvents(long segmentId) {
    return usersByEvents.getOrDefault(segmentId, Members.empty());
  }

  /** Whether both views have the same graph, so that equal lists have equal users. */
  @SuppressWarnings("ReferenceEquality") // the very same sets, or something changed
  public boolean sameGraph(PopulationView other) {
    return graph == other.graph && users == other.users && aliases == other.aliases;
  }

  /**
   * The users of the segment: who have an identifier on its list, or did what it asks for. Costs
   * about as much as reading the list.
   */
  public Members usersOn(long segmentId) {
    Members byEvents = usersByEvents.get(segmentId);
    if (byEvents != null) return byEvents;
    Members identifiers = identifiersOn(segmentId);
    if (!graph) return identifiers;
    Members direct = identifiers.and(users);
    Members further = identifiers.and(aliases);
    if (further.isEmpty()) return direct;
    int[] owners = further.toArray();
    for (int i = 0; i < owners.length; i++) owners[i] = owner.applyAsInt(owners[i]);
    return direct.plus(owners, 0, Ordinals.sortDistinct(owners, owners.length));
  }

  public ContactListStatistics statistics(long segmentId) {
    Members identifiers = identifiersOn(segmentId);
    long matches =
        graph ? identifiers.andSize(users) + identifiers.andSize(aliases) : identifiers.size();
    return new ContactListStatistics(identifiers.size(), matches);
  }

  /** The lists themselves, by segment. */
  public Map<Long, ContactListMembers> lists() {
    return lists;
  }
}
