package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Accounts in the catalog. */
public interface AccountTable {
  /** Adds the account, or replaces the one with its id. */
  void put(Account account);

  Optional<Account> find(long id);

  /** All accounts, by ascending id. */
  List<Account> list();
}
