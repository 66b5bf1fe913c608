package dev.rollcall.compute;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An immutable, complete published result: for each retailer what every segment and audience held
 * at the cut-off.
 *
 * @param id an int64 of the catalog's
 * @param computationId the computation that made it
 */
public record Snapshot(
    long id, long computationId, Instant createdAt, List<RetailerResult> retailers) {
  public Snapshot {
    retailers = List.copyOf(retailers);
  }

  public Optional<RetailerResult> retailer(long retailerId) {
    return retailers.stream().filter(r -> r.retailerId() == retailerId).findFirst();
  }
}
