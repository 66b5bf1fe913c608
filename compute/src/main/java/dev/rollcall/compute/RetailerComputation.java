package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.ContactListStatistics;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.identity.Channel;
import dev.rollcall.members.Members;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongToIntFunction;

/** Carries out the plan of one retailer. */
final class RetailerComputation {
  private final Plan plan;
  private final Map<Long, Engine.Computed> segments = new HashMap<>();
  private final Map<Long, Engine.Computed> audiences = new HashMap<>();
  private final Map<Long, Set<Channel>> channels = new HashMap<>();

  RetailerComputation(Plan plan) {
    this.plan = plan;
    plan.content().segments().forEach(segment -> channels.put(segment.id(), segment.channels()));
  }

  /**
   * Computes what is to be computed, and puts it beside what is kept.
   *
   * @param cutOff the position up to which the log is surely in the view
   */
  RetailerResult run(Engine engine, Engine.Sink sink, long cutOff, Instant at) {
    compute(engine, sink);
    PopulationView view = plan.view();
    return new RetailerResult(
        plan.content().retailer().id(),
        Math.max(cutOff, view.position()),
        at,
        view.userCount(),
        plan.content().segments().stream().map(this::result).toList(),
        plan.content().audiences().stream().map(this::result).toList());
  }

  private void compute(Engine engine, Engine.Sink sink) {
    List<Long> slots = plan.slots();
    LongToIntFunction slotOf = id -> Collections.binarySearch(slots, id);
    List<AudienceProgram> programs = new ArrayList<>();
    for (AudienceSegment segment : plan.segments()) {
      programs.add(AudienceProgram.compile(new AlgebraNode.InSegment(segment.id()), slotOf));
    }
    for (Audience audience : plan.audiences()) {
      programs.add(AudienceProgram.compile(audience.algebra(), slotOf));
    }
    if (programs.isEmpty()) {
      return;
    }
    List<Members> users = slots.stream().map(plan.view()::usersOn).toList();
    Iterator<Engine.Computed> computed = engine.compute(users, programs, sink).iterator();
    plan.segments().forEach(segment -> segments.put(segment.id(), computed.next()));
    plan.audiences().forEach(audience -> audiences.put(audience.id(), computed.next()));
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
        shared(audience.algebra().segmentIds()));
  }

  /** The channels that all these segments have. */
  private Set<Channel> shared(Set<Long> segmentIds) {
    Set<Channel> shared = EnumSet.allOf(Channel.class);
    segmentIds.forEach(id -> shared.retainAll(channels.getOrDefault(id, Set.of())));
    return shared;
  }
}
