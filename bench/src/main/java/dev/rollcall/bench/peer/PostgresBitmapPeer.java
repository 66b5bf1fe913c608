package dev.rollcall.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * PostgreSQL with the roaringbitmap extension, a row for each list: on the installed server, where
 * that has the extension.
 */
final class PostgresBitmapPeer extends SqlPeer {
  private final InstalledPostgres server;

  PostgresBitmapPeer(Path folder) throws Exception {
    this(InstalledPostgres.with("roaringbitmap", folder));
  }

  private PostgresBitmapPeer(InstalledPostgres server) throws SQLException {
    super(server.connect());
    this.server = server;
    execute(
        "CREATE EXTENSION roaringbitmap",
        "CREATE TABLE members (list integer PRIMARY KEY, users roaringbitmap)");
  }

  @Override
  public void load(Work work) throws SQLException {
    for (int list = 0; list < Work.LISTS; list++) {
      execute("INSERT INTO members VALUES (" + list + ", " + bitmap(work.members(list)) + ")");
    }
    execute("VACUUM ANALYZE members");
  }

  private static String bitmap(int[] users) {
    return Arrays.stream(users)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "rb_build('{", "}')"));
  }

  @Override
  public void add(int list, int[] users) throws SQLException {
    execute("UPDATE members SET users = rb_or(users, " + bitmap(users) + ") WHERE list = " + list);
  }

  private static String bitmap(Work.Audience of) {
    return "rb_or(rb_andnot(rb_and(%s, %s), %s), rb_and(%s, %s))"
        .formatted(list(of.a()), list(of.b()), list(of.c()), list(of.d()), list(of.e()));
  }

  private static String list(int list) {
    return "(SELECT users FROM members WHERE list = " + list + ")";
  }

  @Override
  public boolean contains(int list, int user) throws SQLException {
    return number("SELECT rb_contains(users, " + user + ")::int FROM members WHERE list = " + list)
        == 1;
  }

  @Override
  public long count(Work.Audience audience) throws SQLException {
    return number("SELECT rb_cardinality(" + bitmap(audience) + ")");
  }

  @Override
  public int lookup(int user) throws SQLException {
    return (int) number("SELECT count(*) FROM members WHERE rb_contains(users, " + user + ")");
  }

  @Override
  public void compute(List<Work.Audience> audiences) throws SQLException {
    execute("CREATE TABLE IF NOT EXISTS audience (users roaringbitmap)");
    for (Work.Audience audience : audiences)
      execute("INSERT INTO audience VALUES (" + bitmap(audience) + ")");
  }

  @Override
  public double bytes() throws SQLException {
    return number("SELECT pg_total_relation_size('members')");
  }

  @Override
  public void close() throws IOException, SQLException {
    super.close();
    server.close();
  }
}
