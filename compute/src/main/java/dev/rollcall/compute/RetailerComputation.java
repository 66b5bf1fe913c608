package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.ContactListStatistics;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.compute.Plan.Earlier;
import dev.rollcall.identity.Channel;
import dev.rollcall.members.Members;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongToIntFunction;

/** Carries out the plan of one retailer. */
final class RetailerComputation {
  private final Plan plan;
  private final Map<Long, Engine.Computed> segments = new HashMap<>();
  private final Map<Long, Engine.Computed> audiences = new HashMap<>();
  private final Map<Long, Set<Channel>> channels = new HashMap<>();
  private final Map<Long, Long> owners = new HashMap<>();
  private final Map<Long, BitSet> changedBlocks = new HashMap<>();

  RetailerComputation(Plan plan) {
    this.plan = plan;
    for (AudienceSegment segment : plan.content().segments()) {
      channels.put(segment.id(), segment.channels());
      owners.put(segment.id(), segment.accountId());
    }
  }

  /**
   * Computes what is to be computed, and puts it beside what is kept.
   *
   * @param cutOff the position up to which the log is surely in the view
   */
  RetailerResult run(Engine engine, Engine.Sets sets, long cutOff, Instant at) {
    compute(engine, sets);
    PopulationView view = plan.view();
    return new RetailerResult(
        plan.content().retailer().id(),
        Math.max(cutOff, view.position()),
        at,
        view.userCount(),
        plan.content().segments().stream().map(this::result).toList(),
        plan.content().audiences().stream().map(this::result).toList());
  }

  /** Computes equal algebras once. */
  private void compute(Engine engine, Engine.Sets sets) {
    List<Long> slots = plan.slots();
    LongToIntFunction slotOf = id -> Collections.binarySearch(slots, id);
    Map<AlgebraNode, Engine.Task> tasks = new LinkedHashMap<>();
    for (AudienceSegment segment : plan.segments()) {
      AlgebraNode algebra = new AlgebraNode.InSegment(segment.id());
      tasks.put(algebra, task(algebra, slotOf, before(algebra, Earlier::segments, segment.id())));
    }
    for (Audience audience : plan.audiences()) {
      tasks.computeIfAbsent(
          audience.algebra(),
          algebra -> task(algebra, slotOf, before(algebra, Earlier::audiences, audience.id())));
    }
    if (tasks.isEmpty()) {
      return;
    }
    List<Members> users = slots.stream().map(plan.view()::usersOn).toList();
    Iterator<Engine.Computed> computed =
        engine.compute(users, List.copyOf(tasks.values()), sets).iterator();
    Map<AlgebraNode, Engine.Computed> results = new HashMap<>();
    tasks.keySet().forEach(algebra -> results.put(algebra, computed.next()));
    for (AudienceSegment segment : plan.segments()) {
      segments.put(segment.id(), result(results, new AlgebraNode.InSegment(segment.id())));
    }
    for (Audience audience : plan.audiences()) {
      audiences.put(audience.id(), result(results, audience.algebra()));
    }
  }

  private static Engine.Computed result(
      Map<AlgebraNode, Engine.Computed> results, AlgebraNode algebra) {
    return Optional.ofNullable(results.get(algebra)).orElseThrow();
  }

  private static Engine.Task task(
      AlgebraNode algebra, LongToIntFunction slotOf, Optional<Engine.Before> before) {
    return new Engine.Task(AudienceProgram.compile(algebra, slotOf), before);
  }

  private Optional<Engine.Before> before(
      AlgebraNode algebra, Function<Earlier, Map<Long, String>> contentIds, long id) {
    return plan.earlier()
        .flatMap(earlier -> {
          String contentId = contentIds.apply(earlier).get(id);
          if (contentId == null) {
            return Optional.empty();
          }
          BitSet changed = new BitSet();
          algebra.forEachLeaf(segment -> changed.or(changedBlocks(earlier, segment)));
          return Optional.of(new Engine.Before(contentId, changed));
        });
  }

  /** The blocks in which a segment's users are not what they were. */
  private BitSet changedBlocks(Earlier earlier, long segmentId) {
    return changedBlocks.computeIfAbsent(
        segmentId,
        id -> {
          BitSet changed = new BitSet();
          if (earlier.view().sameMembers(plan.view(), id)) {
            return changed;
          }
          Members before = earlier.view().usersOn(id);
          Members now = plan.view().usersOn(id);
          int limit = Math.max(before.blockLimit(), now.blockLimit());
          for (int block = 0; block < limit; block++) {
            changed.set(block, !now.sameBlock(before, block));
          }
          return changed;
        });
  }

  private SegmentResult result(AudienceSegment segment) {
    Engine.Computed computed = segments.get(segment.id());
    if (computed == null) {
      return Optional.ofNullable(plan.keptSegments().get(segment.id())).orElseThrow();
    }
    ContactListStatistics statistics = plan.view().statistics(segment.id());
    return new SegmentResult(
        segment.id(),
        segment.accountId(),
        computed.contentId(),
        computed.size(),
        statistics.numberOfIdentifiers(),
        statistics.numberOfMatches(),
        segment.channels());
  }

  private AudienceResult result(Audience audience) {
    Engine.Computed computed = audiences.get(audience.id());
    if (computed == null) {
      return Optional.ofNullable(plan.keptAudiences().get(audience.id())).orElseThrow();
    }
    return new AudienceResult(
        audience.id(),
        audience.accountId(),
        computed.contentId(),
        computed.size(),
        shared(audience.algebra().segmentIds()),
        borrowed(audience));
  }

  private Set<Long> borrowed(Audience audience) {
    Set<Long> borrowed = new HashSet<>(audience.algebra().segmentIds());
    borrowed.removeIf(id -> Objects.equals(owners.get(id), audience.accountId()));
    return borrowed;
  }

  /** The channels that all these segments have. */
  private Set<Channel> shared(Set<Long> segmentIds) {
    Set<Channel> shared = EnumSet.allOf(Channel.class);
    segmentIds.forEach(id -> shared.retainAll(channels.getOrDefault(id, Set.of())));
    return shared;
  }
}
