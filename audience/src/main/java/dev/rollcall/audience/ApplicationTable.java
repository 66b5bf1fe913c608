package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Applications in the catalog. */
public interface ApplicationTable {
  /** Adds the application, or replaces the one with its id. Client ids are unique. */
  void put(Application application);

  Optional<Application> find(long id);

  Optional<Application> findByClientId(String clientId);

  /** All applications, by ascending id. */
  List<Application> list();
}
