package dev.rollcall.bench.peer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * PostgreSQL with its best way in: COPY into a staging table without a log, then an insert that
 * passes over what is there. The server is the one that the storage tests run on.
 */
class PostgresPeer extends SqlPeer {
  private final EmbeddedPostgres server;

  PostgresPeer(Path folder) throws Exception {
    this(start(folder));
    execute(
        "CREATE TABLE member (list integer, usr integer)",
        "CREATE TEMP TABLE staging (list integer, usr integer) ON COMMIT DELETE ROWS");
  }

  PostgresPeer(EmbeddedPostgres server) throws SQLException {
    super(server.getPostgresDatabase().getConnection());
    this.server = server;
    connection().setAutoCommit(false);
  }

  static EmbeddedPostgres start(Path folder) throws IOException {
    Files.createDirectories(folder);
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(true)
            .setServerConfig("shared_buffers", "1GB")
            .setServerConfig("work_mem", "256MB")
            .setServerConfig("maintenance_work_mem", "512MB")
            .setServerConfig("max_wal_size", "8GB")
            .setServerConfig("checkpoint_timeout", "30min")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on");
    return builder.start();
  }

  @Override
  public void load(Work work) throws Exception {
    for (int list = 0; list < Work.LISTS; list++) copy("member", list, work.members(list));
    execute(
        "ALTER TABLE member ADD PRIMARY KEY (list, usr)",
        "CREATE INDEX by_user ON member (usr, list)");
    connection().commit();
    connection().setAutoCommit(true);
    execute("VACUUM ANALYZE member");
    connection().setAutoCommit(false);
  }

  void copy(String table, int list, int[] users) throws SQLException, IOException {
    StringBuilder rows = new StringBuilder();
    for (int user : users) rows.append(list).append('\t').append(user).append('\n');
    CopyManager copy = connection().unwrap(PGConnection.class).getCopyAPI();
    copy.copyIn(
        "COPY " + table + " FROM STDIN",
        new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void add(int list, int[] users) throws Exception {
    copy("staging", list, users);
    execute(
        "INSERT INTO member SELECT list, usr FROM staging ORDER BY list, usr ON CONFLICT DO"
            + " NOTHING");
    connection().commit();
  }

  @Override
  public double bytes() throws SQLException {
    return number("SELECT pg_total_relation_size('member')");
  }

  @Override
  public void close() throws IOException, SQLException {
    super.close();
    server.close();
  }
}
