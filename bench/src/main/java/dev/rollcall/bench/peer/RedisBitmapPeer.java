package dev.rollcall.bench.peer;

import java.io.IOException;
import java.nio.file.Path;

/** A bitmap for each list, a bit for each user. */
final class RedisBitmapPeer extends RedisPeer {
  private static final int COMMANDS = 10_000;

  RedisBitmapPeer(Path folder) throws Exception {
    super(folder, "BITCOUNT");
  }

  @Override
  public void add(int list, int[] users) throws IOException {
    for (int i = 0; i < users.length; i++) {
      redis().send("SETBIT", "list:" + list, users[i], 1);
      if (i % COMMANDS == COMMANDS - 1) redis().answers();
    }
    redis().answers();
  }

  @Override
  void ask(int list, int user) throws IOException {
    redis().send("GETBIT", "list:" + list, user);
  }

  @Override
  void store(String key, Work.Audience of) throws IOException {
    redis().send("BITOP", "AND", key, "list:" + of.a(), "list:" + of.b());
    redis().send("BITOP", "NOT", "scratch", "list:" + of.c());
    redis().send("BITOP", "AND", key, key, "scratch");
    redis().send("BITOP", "AND", "scratch", "list:" + of.d(), "list:" + of.e());
    redis().send("BITOP", "OR", key, key, "scratch");
  }
}
