package dev.rollcall.compute;

import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.PopulationView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one run has to do for one retailer: pure data, found without computing anything.
 *
 * @param keptSegments what the run before found and still holds, by segment; all others are
 *     computed
 * @param keptAudiences the same by audience
 * @param earlier what the run before saw and made of what is computed again, when both have the
 *     same graph: of that only some blocks may have changed
 */
public record Plan(
    RetailerContent content,
    PopulationView view,
    Map<Long, SegmentResult> keptSegments,
    Map<Long, AudienceResult> keptAudiences,
    Optional<Earlier> earlier) {
  public Plan {
    keptSegments = Map.copyOf(keptSegments);
    keptAudiences = Map.copyOf(keptAudiences);
  }

  /**
   * What the run before saw and made.
   *
   * @param segments content ids of their sets, by segment, where those are still held
   * @param audiences the same by audience, where its algebra is the same
   */
  public record Earlier(
      PopulationView view, Map<Long, String> segments, Map<Long, String> audiences) {
    public Earlier {
      segments = Map.copyOf(segments);
      audiences = Map.copyOf(audiences);
    }
  }

  /** A plan that takes nothing over. */
  public static Plan everything(RetailerContent content, PopulationView view) {
    return new Plan(content, view, Map.of(), Map.of(), Optional.empty());
  }

  /**
   * A plan that takes over what did not change: the segments whose list, or users by events, are
   * the same over the same graph, and the audiences that combine only such segments, as before.
   * Versions of a list share what they have in common, so comparing them costs little. A graph that
   * changed can have moved anybody: then everything is computed.
   *
   * @param held whether the set of a content id is still kept; what is not is computed again
   */
  public static Plan changes(
      RetailerContent content, PopulationView view, Seen seen, Predicate<String> held) {
    if (!seen.view().sameGraph(view)) {
      return everything(content, view);
    }
    Map<Long, SegmentResult> segments = new HashMap<>();
    Map<Long, String> segmentsBefore = new HashMap<>();
    for (SegmentResult result : seen.result().segments()) {
      long id = result.segmentId();
      if (held.test(result.contentId())) {
        segmentsBefore.put(id, result.contentId());
        if (seen.view().sameMembers(view, id)) {
          segments.put(id, result);
        }
      }
    }
    Map<Long, AudienceResult> known = new HashMap<>();
    seen.result().audiences().forEach(result -> known.put(result.audienceId(), result));
    Map<Long, AudienceResult> audiences = new HashMap<>();
    Map<Long, String> audiencesBefore = new HashMap<>();
    for (Audience audience : content.audiences()) {
      AudienceResult result = known.get(audience.id());
      if (result != null
          && audience.algebra().equals(seen.algebras().get(audience.id()))
          && held.test(result.contentId())) {
        audiencesBefore.put(audience.id(), result.contentId());
        if (segments.keySet().containsAll(audience.algebra().segmentIds())) {
          audiences.put(audience.id(), result);
        }
      }
    }
    Earlier earlier = new Earlier(seen.view(), segmentsBefore, audiencesBefore);
    return new Plan(content, view, segments, audiences, Optional.of(earlier));
  }

  /** The segments to compute, by ascending id. */
  public List<AudienceSegment> segments() {
    return content.segments().stream().filter(s -> !keptSegments.containsKey(s.id())).toList();
  }

  /** The audiences to compute, by ascending id. */
  public List<Audience> audiences() {
    return content.audiences().stream().filter(a -> !keptAudiences.containsKey(a.id())).toList();
  }

  /** The segments whose users are needed for that, ascending; each one's place is its slot. */
  public List<Long> slots() {
    Set<Long> needed = new TreeSet<>();
    segments().forEach(segment -> needed.add(segment.id()));
    audiences().forEach(audience -> needed.addAll(audience.algebra().segmentIds()));
    return List.copyOf(needed);
  }
}
