package dev.rollcall.compute;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ImpressionCount;
import dev.rollcall.audience.ImpressionCount.By;
import dev.rollcall.audience.ImpressionTable;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Targeting.Scope;
import dev.rollcall.compute.Impression.Shown;
import dev.rollcall.identity.Identifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Counts what ad servers have shown, by line item, audience and segment.
 *
 * <p>An audience served when the line item lets shoppers in by it, and the shopper, when one is
 * told, is in it; a line item that keeps audiences out, or is for everyone, is served by none. A
 * segment served when an audience that did takes shoppers from it. Targeting, algebra and
 * membership are those of now. The ids and the counts of one call are durable together.
 */
public final class Impressions {
  /**
   * How old an impression may be. Its id is remembered as long, so none can ever count twice: one
   * told again later is refused as too old.
   */
  public static final Duration HORIZON = Duration.ofDays(35);

  /** How far ahead of this clock an ad server's may be. */
  private static final Duration AHEAD = Duration.ofHours(1);

  /** Old ids forgotten with each new one, at most: what is kept shrinks, and no call takes long. */
  private static final int FORGOTTEN_EACH = 2;

  private final Catalog catalog;
  private final Lookups lookups;
  private final Clock clock;

  public Impressions(Catalog catalog, Lookups lookups, Clock clock) {
    this.catalog = catalog;
    this.lookups = lookups;
    this.clock = clock;
  }

  /**
   * What became of some impressions.
   *
   * @param rows counted now
   * @param shown how many impressions these are
   * @param repeated counted before
   * @param problems of those refused, each at its line
   */
  public record Tally(long rows, long shown, long repeated, List<Problem> problems) {
    public static final Tally NOTHING = new Tally(0, 0, 0, List.of());

    public Tally {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Counts those that are of the caller's line items and were not counted before. To whom one was
   * shown is for callers who may look shoppers up: which audiences it counts for tells as much.
   *
   * @param answer asked for what is to be kept for the sender: both are durable, or neither
   */
  public Tally count(
      Application caller,
      List<Impression> impressions,
      Function<Tally, Optional<KeptAnswer>> answer) {
    Instant now = clock.instant();
    List<Problem> problems = new ArrayList<>();
    Map<Long, LineItem> lineItems = lineItems(caller, impressions);
    List<Impression> taken = new ArrayList<>(impressions.size());
    for (Impression impression : impressions) {
      Optional<Problem> refused = refused(caller, impression, lineItems, now);
      refused.ifPresentOrElse(
          problem ->
              problems.add(problem.code().at("@line/" + impression.line(), problem.detail())),
          () -> taken.add(impression));
    }
    List<Set<Long>> audiences = audiences(caller, taken, lineItems);
    return catalog.count(tables -> {
      Counting work = new Counting(tables, lineItems);
      work.count(taken, audiences);
      tables.impressions().forget(day(now.minus(HORIZON)), FORGOTTEN_EACH * taken.size());
      Tally tally = new Tally(work.rows, work.total, taken.size() - work.rows, problems);
      answer.apply(tally).ifPresent(tables.answers()::put);
      return tally;
    });
  }

  private Map<Long, LineItem> lineItems(Application caller, List<Impression> impressions) {
    Set<Long> ids = new TreeSet<>();
    impressions.forEach(impression -> ids.add(impression.lineItemId()));
    return catalog.read(tables -> {
      Map<Long, LineItem> found = new HashMap<>();
      for (long id : ids)
        tables.lineItems().withId(id).stream()
            .filter(lineItem -> caller.accountIds().contains(lineItem.accountId()))
            .findFirst()
            .ifPresent(lineItem -> found.put(id, lineItem));
      return found;
    });
  }

  private static Optional<Problem> refused(
      Application caller, Impression impression, Map<Long, LineItem> lineItems, Instant now) {
    if (!lineItems.containsKey(impression.lineItemId()))
      return Optional.of(
          ProblemCode.LINE_ITEM_NOT_FOUND.because(
              "there is no line item " + impression.lineItemId()));
    if (impression.shown() instanceof Shown.To && !caller.may(Permission.SERVING_READ))
      return Optional.of(
          ProblemCode.PERMISSION_DENIED.because(
              "an identifier needs the permission " + Permission.SERVING_READ.wireName()));
    if (day(impression.time()).isBefore(day(now.minus(HORIZON))))
      return Optional.of(
          ProblemCode.INVALID_VALUE.because("time is more than " + HORIZON.toDays() + " days ago"));
    if (impression.time().isAfter(now.plus(AHEAD)))
      return Optional.of(ProblemCode.INVALID_VALUE.because("time is in the future"));
    return Optional.empty();
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** The audiences that the shopper of each impression is in, as far as it matters. */
  private List<Set<Long>> audiences(
      Application caller, List<Impression> impressions, Map<Long, LineItem> lineItems) {
    Map<Long, List<List<Identifier>>> asked = new TreeMap<>();
    Map<Long, List<Integer>> places = new TreeMap<>();
    List<Set<Long>> found = new ArrayList<>(impressions.size());
    for (int i = 0; i < impressions.size(); i++) {
      found.add(Set.of());
      LineItem lineItem = lineItems.get(impressions.get(i).lineItemId());
      if (lineItem != null
          && lineItem.targeting().scope() == Scope.INCLUDE
          && !lineItem.targeting().audienceIds().isEmpty()
          && impressions.get(i).shown() instanceof Shown.To(Identifier identifier)) {
        asked
            .computeIfAbsent(lineItem.retailerId(), id -> new ArrayList<>())
            .add(List.of(identifier));
        places.computeIfAbsent(lineItem.retailerId(), id -> new ArrayList<>()).add(i);
      }
    }
    asked.forEach((retailerId, shoppers) -> {
      List<LookupAnswer> answers = lookups.lookupAll(retailerId, shoppers, caller.accountIds());
      List<Integer> at = places.getOrDefault(retailerId, List.of());
      for (int i = 0; i < answers.size(); i++)
        found.set(at.get(i), new HashSet<>(answers.get(i).audienceIds()));
    });
    return found;
  }

  /** The counting of some impressions inside one transaction. */
  private static final class Counting {
    private final Catalog.Tables tables;
    private final Map<Long, LineItem> lineItems = new HashMap<>();
    private final Map<Long, Set<Long>> segments = new HashMap<>();
    private final Map<ImpressionCount, Long> counts = new HashMap<>();
    private long rows;
    private long total;

    /** Line items as they are now: who targets, or deletes, took another turn. */
    Counting(Catalog.Tables tables, Map<Long, LineItem> known) {
      this.tables = tables;
      known.forEach((id, lineItem) ->
          lineItems.put(
              id,
              tables.lineItems().withId(id).stream()
                  .filter(now -> now.accountId() == lineItem.accountId())
                  .findFirst()
                  .orElse(lineItem)));
    }

    void count(List<Impression> impressions, List<Set<Long>> shoppersAudiences) {
      List<ImpressionTable.Id> ids = new ArrayList<>(impressions.size());
      for (Impression impression : impressions)
        ids.add(
            new ImpressionTable.Id(
                lineItem(impression).accountId(),
                impression.idHi(),
                impression.idLo(),
                day(impression.time())));
      boolean[] fresh = tables.impressions().remember(ids);
      for (int i = 0; i < fresh.length; i++)
        if (fresh[i]) count(impressions.get(i), shoppersAudiences.get(i));
      List<ImpressionCount> added = new ArrayList<>(counts.size());
      counts.forEach((count, shown) ->
          added.add(
              new ImpressionCount(
                  count.accountId(), count.by(), count.entityId(), count.day(), shown)));
      tables.impressions().add(added);
    }

    private LineItem lineItem(Impression impression) {
      LineItem lineItem = lineItems.get(impression.lineItemId());
      if (lineItem == null) throw new IllegalStateException("an impression of no line item");
      return lineItem;
    }

    private void count(Impression impression, Set<Long> shoppersAudiences) {
      LineItem lineItem = lineItem(impression);
      LocalDate day = day(impression.time());
      int shown =
          switch (impression.shown()) {
            case Shown.To to -> 1;
            case Shown.Times(int count) -> count;
          };
      rows++;
      total += shown;
      add(lineItem, By.LINE_ITEM, lineItem.id(), day, shown);
      if (lineItem.targeting().scope() != Scope.INCLUDE) return;
      Set<Long> serving = new TreeSet<>();
      for (long audienceId : lineItem.targeting().audienceIds()) {
        if (impression.shown() instanceof Shown.To && !shoppersAudiences.contains(audienceId))
          continue;
        add(lineItem, By.AUDIENCE, audienceId, day, shown);
        serving.addAll(segments.computeIfAbsent(audienceId, this::segmentsOf));
      }
      for (long segmentId : serving) add(lineItem, By.SEGMENT, segmentId, day, shown);
    }

    private Set<Long> segmentsOf(long audienceId) {
      return tables
          .audiences()
          .find(audienceId)
          .map(Audience::algebra)
          .map(algebra -> algebra.includedSegmentIds())
          .orElse(Set.of());
    }

    private void add(LineItem lineItem, By by, long entityId, LocalDate day, long shown) {
      counts.merge(
          new ImpressionCount(lineItem.accountId(), by, entityId, day, 0), shown, Long::sum);
    }
  }

  /**
   * What was counted for an account's line items, by ascending day and id.
   *
   * @param from the first day
   * @param to the last day
   */
  public Page<ImpressionCount> list(
      long accountId,
      By by,
      Optional<Set<Long>> ids,
      LocalDate from,
      LocalDate to,
      int offset,
      int limit) {
    return catalog.read(
        tables -> tables.impressions().list(accountId, by, ids, from, to, offset, limit));
  }
}
