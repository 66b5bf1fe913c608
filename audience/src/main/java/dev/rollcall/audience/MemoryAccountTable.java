package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Accounts of a {@link MemoryCatalog}. */
record MemoryAccountTable(MemoryRows<Account> rows) implements AccountTable {
  @Override
  public void put(Account account) {
    rows.put(account.id(), account);
  }

  @Override
  public Optional<Account> find(long id) {
    return rows.find(id);
  }

  @Override
  public List<Account> list() {
    return rows.all().toList();
  }
}
