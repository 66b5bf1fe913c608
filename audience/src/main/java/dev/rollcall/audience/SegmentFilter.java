package dev.rollcall.audience;

import java.util.Optional;
import java.util.Set;

/**
 * Which segments a search wants: the filters that are present are all to be met, each by any of its
 * values. An empty set of values meets nothing.
 */
public record SegmentFilter(
    Optional<Set<Long>> segmentIds,
    Optional<Set<SegmentType>> types,
    Optional<Set<Long>> retailerIds,
    Optional<Set<String>> names) {
  public static final SegmentFilter ALL =
      new SegmentFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public boolean accepts(AudienceSegment segment) {
    return segmentIds.map(ids -> ids.contains(segment.id())).orElse(true)
        && types.map(wanted -> wanted.contains(SegmentType.of(segment.definition()))).orElse(true)
        && retailerIds.map(ids -> ids.contains(segment.retailerId())).orElse(true)
        && names.map(wanted -> wanted.contains(segment.name())).orElse(true);
  }
}
