package dev.rollcall.audience;

import dev.rollcall.identity.IdentityRowsBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Imports a retailer's identity graph. */
public final class Identities {
  private final AmendmentLog log;
  private final KeySecrets secrets;
  private final Clock clock;

  public Identities(AmendmentLog log, KeySecrets secrets, Clock clock) {
    this.log = log;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Adds rows to the retailer's graph; returns the position of the record when it is durable and
   * applied. The same rows again change nothing, and no rows are no record.
   *
   * @param retry what tells the request sent again; null when it has no key
   * @throws LogUnavailable when the rows could not be made durable
   */
  public long link(
      Application caller, Retailer retailer, IdentityRowsBuilder rows, @Nullable RetryKey retry) {
    if (rows.size() == 0) return log.position();
    return log.appendAndWait(
        new LogRecord.Link(
            retailer.id(),
            caller.id(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            rows.seal(secrets.of(retailer)),
            retry));
  }
}
