package dev.rollcall.bench.system;

import dev.rollcall.audience.Publication;
import dev.rollcall.server.admin.Directory;
import dev.rollcall.storage.sql.SqlCatalog;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Retailers that have no users yet, put into a running sandbox's catalog as an operator would. */
final class Retailers {
  /** A running server notices changes of the catalog within a second. */
  private static final long NOTICED_MILLIS = 1_500;

  private final Client client;
  private final Deque<Long> ids = new ArrayDeque<>();

  Retailers(Sandbox sandbox, Client client, int count) throws InterruptedException {
    this.client = client;
    try (SqlCatalog catalog = SqlCatalog.open(sandbox.data().resolve("catalog.db").toString())) {
      Directory directory = new Directory(catalog, new SecureRandom());
      for (int i = 0; i < count; i++)
        ids.add(directory.addRetailer("Empty " + i, Publication.CONTINUOUS).id());
      Set<Long> granted = new HashSet<>(ids);
      directory.grantRetailers(Long.parseLong(client.account()), granted);
    }
    Thread.sleep(NOTICED_MILLIS);
  }

  /** A client at work for one that nobody has worked for yet. */
  Client next() throws IOException {
    return client.at(Long.toString(ids.pop()));
  }
}
