package dev.rollcall.bench.peer;

import java.io.IOException;
import java.nio.file.Path;

/** Lists in Redis, by pipelines of commands: what sets and bitmaps have in common. */
abstract class RedisPeer implements Peer {
  private final Redis redis;
  private final String size;

  /**
   * @param size the command that counts the users under a key
   */
  RedisPeer(Path folder, String size) throws Exception {
    this.redis = Redis.start(folder);
    this.size = size;
  }

  final Redis redis() {
    return redis;
  }

  @Override
  public void load(Work work) throws IOException {
    for (int list = 0; list < Work.LISTS; list++) add(list, work.members(list));
  }

  @Override
  public abstract void add(int list, int[] users) throws IOException;

  /** Asks whether a user is on a list: one number. */
  abstract void ask(int list, int user) throws IOException;

  /** Keeps the audience's users under a key. */
  abstract void store(String key, Work.Audience audience) throws IOException;

  @Override
  public boolean contains(int list, int user) throws IOException {
    ask(list, user);
    return redis.answers() == 1;
  }

  @Override
  public long count(Work.Audience audience) throws IOException {
    store("counted", audience);
    redis.answers();
    redis.send(size, "counted");
    return redis.answers();
  }

  @Override
  public int lookup(int user) throws IOException {
    for (int list = 0; list < Work.LISTS; list++) ask(list, user);
    return (int) redis.answers();
  }

  @Override
  public void compute(java.util.List<Work.Audience> audiences) throws IOException {
    for (Work.Audience audience : audiences) store("audience:" + audience.hashCode(), audience);
    redis.answers();
  }

  @Override
  public double bytes() throws IOException {
    return redis.bytes();
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
