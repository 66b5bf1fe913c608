package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.PopulationView;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run saw of one retailer and what it made of it, for the next run to find what changed.
 *
 * @param algebras each audience's algebra
 */
public record Seen(PopulationView view, Map<Long, AlgebraNode> algebras, RetailerResult result) {
  public Seen {
    algebras = Map.copyOf(algebras);
  }

  static Seen of(PopulationView view, List<Audience> audiences, RetailerResult result) {
    return new Seen(
        view,
        audiences.stream().collect(Collectors.toMap(Audience::id, Audience::algebra)),
        result);
  }
}
