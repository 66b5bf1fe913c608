package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Applications of a {@link MemoryCatalog}. */
record MemoryApplicationTable(MemoryRows<Application> rows) implements ApplicationTable {
  @Override
  public void put(Application application) {
    if (!rows.put(
        application.id(), application, other -> other.clientId().equals(application.clientId())))
      throw new IllegalStateException("another application has this client id");
  }

  @Override
  public Optional<Application> find(long id) {
    return rows.find(id);
  }

  @Override
  public Optional<Application> findByClientId(String clientId) {
    return rows.all().filter(a -> a.clientId().equals(clientId)).findFirst();
  }

  @Override
  public List<Application> list() {
    return rows.all().toList();
  }
}
