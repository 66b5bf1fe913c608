package dev.rollcall.bench.system;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.storage.sql.SqlCatalog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Retailers that have no users yet, put into a running sandbox's catalog as an operator would. */
final class Retailers {
  /** A running server notices changes of the catalog within a second. */
  private static final long NOTICED_MILLIS = 1_500;

  private final Client client;
  private final Deque<String> ids = new ArrayDeque<>();

  Retailers(Sandbox sandbox, Client client, int count, long seed) throws InterruptedException {
    this.client = client;
    Random random = new Random(seed);
    try (SqlCatalog catalog = SqlCatalog.open(sandbox.data().resolve("catalog.db").toString())) {
      ids.addAll(
          catalog.write(tables -> {
            Account account =
                tables.accounts().find(Long.parseLong(client.account())).orElseThrow();
            Set<Long> granted = new HashSet<>(account.retailerIds());
            List<String> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
              byte[] salt = new byte[16];
              random.nextBytes(salt);
              Retailer retailer =
                  new Retailer(
                      tables.newId(),
                      "Empty " + i,
                      Publication.CONTINUOUS,
                      HexFormat.of().formatHex(salt));
              tables.retailers().put(retailer);
              granted.add(retailer.id());
              made.add(Long.toString(retailer.id()));
            }
            tables
                .accounts()
                .put(
                    new Account(
                        account.id(),
                        account.name(),
                        account.type(),
                        account.countries(),
                        account.currency(),
                        account.timeZone(),
                        granted));
            return made;
          }));
    }
    Thread.sleep(NOTICED_MILLIS);
  }

  /** A client at work for one that nobody has worked for yet. */
  Client next() throws IOException {
    return client.at(ids.pop());
  }
}
