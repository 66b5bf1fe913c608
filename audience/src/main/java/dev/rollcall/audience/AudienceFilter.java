package dev.rollcall.audience;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Which audiences a search wants: the filters that are present are all to be met, each by any of
 * its values. An empty set of values meets nothing.
 *
 * @param segmentIds audiences whose algebra names one of these
 */
public record AudienceFilter(
    Optional<Set<Long>> audienceIds,
    Optional<Set<Long>> segmentIds,
    Optional<Set<Long>> retailerIds,
    Optional<Set<String>> names) {
  public static final AudienceFilter ALL =
      new AudienceFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public boolean accepts(Audience audience) {
    return audienceIds.map(ids -> ids.contains(audience.id())).orElse(true)
        && segmentIds
            .map(ids -> !Collections.disjoint(ids, audience.algebra().segmentIds()))
            .orElse(true)
        && retailerIds.map(ids -> ids.contains(audience.retailerId())).orElse(true)
        && names.map(wanted -> wanted.contains(audience.name())).orElse(true);
  }
}
