package dev.rollcall.bench.peer;

import java.io.IOException;
import java.nio.file.Path;

/** A set for each list. */
final class RedisSetPeer extends RedisPeer {
  private static final int WORDS = 1_000;

  RedisSetPeer(Path folder) throws Exception {
    super(folder, "SCARD");
  }

  @Override
  public void add(int list, int[] users) throws IOException {
    for (int from = 0; from < users.length; from += WORDS) {
      int to = Math.min(users.length, from + WORDS);
      redis().begin(2 + to - from);
      redis().word("SADD");
      redis().word("list:" + list);
      for (int i = from; i < to; i++) redis().word(Integer.toString(users[i]));
    }
    redis().answers();
  }

  @Override
  void ask(int list, int user) throws IOException {
    redis().send("SISMEMBER", "list:" + list, user);
  }

  @Override
  void store(String key, Work.Audience of) throws IOException {
    redis().send("SINTERSTORE", key, "list:" + of.a(), "list:" + of.b());
    redis().send("SDIFFSTORE", key, key, "list:" + of.c());
    redis().send("SINTERSTORE", "scratch", "list:" + of.d(), "list:" + of.e());
    redis().send("SUNIONSTORE", key, key, "scratch");
  }
}
