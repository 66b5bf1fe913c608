package dev.rollcall.http;

import dev.rollcall.audience.Application;
import java.util.Set;

/**
 * The application that signed in.
 *
 * @param retailerIds the retailers of the accounts granted to it
 */
public record Caller(Application application, Set<Long> retailerIds) {
  public Caller {
    retailerIds = Set.copyOf(retailerIds);
  }
}
