package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ContactListStatistics;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.events.ShoppingEvents;
import dev.rollcall.identity.Channel;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.identity.Panel;
import dev.rollcall.members.Members;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells how many users segments and audiences have, saved or not, as of now.
 *
 * <p>Here a request does compute, though it keeps nothing: on a view of the population, by the
 * algebra that computations and lookups use.
 */
public final class Sizes {
  private static final Size NOT_TOLD = new Size(OptionalLong.empty(), OptionalDouble.empty());

  private final Catalog catalog;
  private final Segments segments;
  private final Audiences audiences;
  private final Populations populations;
  private final ShoppingEvents events;
  private final KeySecrets secrets;
  private final Clock clock;
  private final ListUsers listUsers = new ListUsers();
  private final Latest<Asker> latest = new Latest<>();

  private record Asker(long applicationId, long accountId) {}

  /** A set of one retailer's users. */
  private record Sized(long retailerId, AlgebraNode algebra) {}

  public Sizes(
      Catalog catalog,
      Segments segments,
      Audiences audiences,
      Populations populations,
      ShoppingEvents events,
      KeySecrets secrets,
      Clock clock) {
    this.catalog = catalog;
    this.segments = segments;
    this.audiences = audiences;
    this.populations = populations;
    this.events = events;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The sizes of an account's segments, in the order of their ids. */
  public List<Outcome<Size>> ofSegments(
      Application caller, long accountId, Channel channel, List<Long> ids) {
    return sizes(
        caller,
        accountId,
        channel,
        segments.find(accountId, ids).stream().map(found -> found.map(Sizes::sized)).toList());
  }

  /** The sizes of an account's audiences, in the order of their ids. */
  public List<Outcome<Size>> ofAudiences(
      Application caller, long accountId, Channel channel, List<Long> ids) {
    return sizes(
        caller,
        accountId,
        channel,
        audiences.find(accountId, ids).stream().map(found -> found.map(Sizes::sized)).toList());
  }

  private static Sized sized(AudienceSegment segment) {
    return new Sized(segment.retailerId(), new AlgebraNode.InSegment(segment.id()));
  }

  private static Sized sized(Audience audience) {
    return new Sized(audience.retailerId(), audience.algebra());
  }

  /** How large an audience that is not saved would be. */
  public Outcome<Size> estimate(
      Application caller, long accountId, long retailerId, Channel channel, AlgebraNode algebra) {
    return audiences
        .unsaved(accountId, retailerId, algebra)
        .then(allowed ->
            latest.run(
                new Asker(caller.id(), accountId),
                superseded -> {
                  List<AlgebraNode> one = List.of(allowed);
                  Size.Right right = right(caller, accountId, one);
                  Count count = count(retailerId, one, channel, right, superseded);
                  return count.tell(count.census().each(1)[0]);
                }));
  }

  /** How large a segment of shopping events that is not saved would be. */
  public Outcome<Size> estimate(
      Application caller,
      long accountId,
      long retailerId,
      Channel channel,
      Definition.Events definition) {
    return segments
        .retailer(accountId, retailerId)
        .then(known ->
            latest.run(
                new Asker(caller.id(), accountId),
                superseded -> size(known, definition, channel, Size.Right.of(caller), superseded)));
  }

  /**
   * How segments and audiences of one retailer overlap.
   *
   * @param given at most {@value Overlap#MAX_SETS}; one told again is passed over
   * @param channel who counts; empty for everybody
   * @return or a problem with the index of its id, as given, in the instance
   */
  public Outcome<Overlap> overlap(
      Application caller, long accountId, List<Long> given, Optional<Channel> channel) {
    List<Long> ids = given.stream().distinct().toList();
    List<Outcome<AudienceSegment>> asSegments = segments.find(accountId, ids);
    List<Outcome<Audience>> asAudiences = audiences.find(accountId, ids);
    List<Sized> sets = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Outcome<Sized> set =
          asSegments.get(i) instanceof Outcome.Done<AudienceSegment>(AudienceSegment segment)
              ? Outcome.done(sized(segment))
              : asAudiences.get(i).map(Sizes::sized);
      switch (set) {
        case Outcome.Refused<Sized>(Problem problem) -> {
          return Outcome.refused(
              inOverlap(neither(problem, ids.get(i)), given.indexOf(ids.get(i))));
        }
        case Outcome.Done<Sized>(Sized found) -> sets.add(found);
      }
      if (sets.get(i).retailerId() != sets.getFirst().retailerId())
        return Outcome.refused(inOverlap(otherRetailer(ids.get(i)), given.indexOf(ids.get(i))));
    }
    List<AlgebraNode> algebras = sets.stream().map(Sized::algebra).toList();
    Count count =
        count(
            sets.getFirst().retailerId(),
            algebras,
            channel.orElse(null),
            right(caller, accountId, algebras),
            () -> false);
    return Outcome.done(Overlap.of(ids, count.census().exclusive(ids.size()), count::tell));
  }

  private static Problem neither(Problem problem, long id) {
    return problem.code().because("there is no segment and no audience " + id + " in the account");
  }

  private static Problem inOverlap(Problem problem, int index) {
    return problem.code().at("@data/attributes/ids/" + index, problem.detail());
  }

  private static Problem otherRetailer(long id) {
    return ProblemCode.SEGMENT_RETAILER_MISMATCH.because(
        id + " is of another retailer than the first");
  }

  /**
   * How many identifiers of a list are told to match: to those who may not see exact sizes, about
   * how many users they belong to, as one identifier more or less would tell whose it is. Without a
   * graph all match, and that tells nothing.
   *
   * @return empty when they are too few to be told
   */
  public OptionalLong matches(
      Application caller, long segmentId, ContactListStatistics statistics) {
    long retailerId =
        catalog.read(tables -> tables.segments().find(segmentId)).orElseThrow().retailerId();
    boolean exact =
        Size.Right.of(caller) == Size.Right.EXACT || !populations.view(retailerId).hasGraph();
    if (exact) return OptionalLong.of(statistics.numberOfMatches());
    AlgebraNode segment = new AlgebraNode.InSegment(segmentId);
    Count count = count(retailerId, List.of(segment), null, Size.Right.MEASURED, () -> false);
    Tally tally = count.census().each(1)[0];
    return Size.measured(tally, statistics.numberOfIdentifiers(), count.panel());
  }

  /** What is counted at once: sets of one retailer that are told alike. */
  private record Alike(long retailerId, Size.Right right) {}

  private List<Outcome<Size>> sizes(
      Application caller, long accountId, Channel channel, List<Outcome<Sized>> asked) {
    Map<Alike, List<Integer>> places = new LinkedHashMap<>();
    List<Outcome<Size>> sizes = new ArrayList<>();
    for (Outcome<Sized> one : asked) {
      switch (one) {
        case Outcome.Done<Sized>(Sized set) -> {
          Size.Right right = right(caller, accountId, List.of(set.algebra()));
          places
              .computeIfAbsent(new Alike(set.retailerId(), right), alike -> new ArrayList<>())
              .add(sizes.size());
        }
        case Outcome.Refused<Sized> refused -> {}
      }
      sizes.add(one.map(set -> NOT_TOLD));
    }
    places.forEach((alike, at) -> {
      List<AlgebraNode> algebras = new ArrayList<>();
      for (int place : at) asked.get(place).map(set -> algebras.add(set.algebra()));
      Count count = count(alike.retailerId(), algebras, channel, alike.right(), () -> false);
      Tally[] tallies = count.census().each(at.size());
      for (int i = 0; i < tallies.length; i++)
        sizes.set(at.get(i), Outcome.done(count.tell(tallies[i])));
    });
    return sizes;
  }

  /** A list whose owner keeps its statistics to itself is told exactly to nobody else. */
  private Size.Right right(Application caller, long accountId, List<AlgebraNode> algebras) {
    Size.Right right = Size.Right.of(caller);
    if (right == Size.Right.MEASURED) return right;
    Set<Long> asked =
        algebras.stream().flatMap(a -> a.segmentIds().stream()).collect(Collectors.toSet());
    return segments.withheld(asked, Set.of(accountId)).isEmpty() ? right : Size.Right.MEASURED;
  }

  /**
   * A census, and how to tell what it counts.
   *
   * @param open whether whoever uploads an identifier can add a user, as there is no graph
   */
  private record Count(
      Census census, long retailerUsers, boolean open, Size.Right right, Panel panel) {
    Size tell(Tally tally) {
      return tell(tally, 0);
    }

    /** Tells it when the retailer has so many users more. */
    Size tell(Tally tally, long strangers) {
      long users = retailerUsers + strangers;
      boolean measured = open && right == Size.Right.MEASURED;
      return Size.of(tally, measured ? panel.about(users) : users, right, panel);
    }
  }

  private Count count(
      long retailerId,
      List<AlgebraNode> algebras,
      @Nullable Channel channel,
      Size.Right right,
      BooleanSupplier obsolete) {
    List<Long> leaves =
        algebras.stream().flatMap(a -> a.segmentIds().stream()).sorted().distinct().toList();
    PopulationView view = populations.view(retailerId);
    Map<Long, Members> known = listUsers.of(view);
    List<Members> slots =
        leaves.stream().map(id -> known.computeIfAbsent(id, view::usersOn)).toList();
    List<AudienceProgram> programs =
        algebras.stream()
            .map(a -> AudienceProgram.compile(a, id -> Collections.binarySearch(leaves, id)))
            .toList();
    Census.Reached reached = null;
    if (channel != null && view.hasGraph())
      reached = new Census.Reached.Users(view.reachedOn(channel));
    else if (channel != null) reached = new Census.Reached.Slots(reaching(leaves, channel));
    return count(view, slots, programs, reached, right, obsolete);
  }

  /** The scan of the events takes longest, and ends when nobody wants to know any more. */
  private Size size(
      long retailerId,
      Definition.Events definition,
      Channel channel,
      Size.Right right,
      BooleanSupplier obsolete) {
    Latest.goOn(obsolete);
    IdentifierKeys keys =
        events
            .of(retailerId)
            .shoppers(List.of(definition), LookbackWindow.cutOff(clock.instant()), obsolete)
            .getFirst();
    Latest.goOn(obsolete);
    PopulationView view = populations.view(retailerId);
    Shoppers shoppers =
        populations
            .find(retailerId)
            .map(population -> population.reading(() -> shoppers(population, keys)))
            .orElse(new Shoppers(Members.empty(), Strangers.of(keys)));
    AudienceProgram program = AudienceProgram.compile(new AlgebraNode.InSegment(0), id -> 0);
    Census.Reached reached =
        view.hasGraph() ? new Census.Reached.Users(view.reachedOn(channel)) : null;
    Count count =
        count(view, List.of(shoppers.users()), List.of(program), reached, right, obsolete);
    Tally strangers = shoppers.strangers().tally(count.panel());
    return count.tell(count.census().each(1)[0].plus(strangers), strangers.users());
  }

  /**
   * Whom events tell of.
   *
   * @param strangers who will be users when a segment meets them, as no graph says otherwise
   */
  private record Shoppers(Members users, Strangers strangers) {}

  private static Shoppers shoppers(Population population, IdentifierKeys keys) {
    int[] ordinals = new int[keys.size()];
    population.graph().dictionary().find(keys, ordinals);
    boolean open = !population.graph().imported();
    Strangers strangers = new Strangers(open ? keys.size() : 0);
    int known = 0;
    for (int i = 0; i < ordinals.length; i++) {
      int user = population.graph().userOf(ordinals[i]);
      if (user != IdentityGraph.NOBODY) ordinals[known++] = user;
      else if (open) strangers.add(keys.lo(i));
    }
    return new Shoppers(Members.of(Arrays.copyOf(ordinals, known)), strangers);
  }

  private Count count(
      PopulationView view,
      List<Members> slots,
      List<AudienceProgram> programs,
      Census.@Nullable Reached reached,
      Size.Right right,
      BooleanSupplier obsolete) {
    Panel panel =
        secrets
            .of(catalog.read(tables -> tables.retailers().find(view.retailerId())).orElseThrow())
            .panel();
    Census census =
        new Census(slots, programs, reached, right == Size.Right.EXACT ? null : panel, obsolete);
    return new Count(census, view.userCount(), !view.hasGraph(), right, panel);
  }

  /** Which segments reach on the channel whoever is in them. */
  private BitSet reaching(List<Long> segmentIds, Channel channel) {
    return catalog.read(tables -> {
      BitSet reaching = new BitSet();
      for (int i = 0; i < segmentIds.size(); i++)
        if (tables
            .segments()
            .find(segmentIds.get(i))
            .filter(segment -> segment.channels().contains(channel))
            .isPresent()) reaching.set(i);
      return reaching;
    });
  }
}
