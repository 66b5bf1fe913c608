package dev.rollcall.bench.peer;

import dev.rollcall.bench.load.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The same work for every system: lists that each have a twentieth of the users at random,
 * audiences of five lists, and users to be added and looked up.
 */
final class Work {
  static final int LISTS = 200;
  static final int AUDIENCES = 1_000;

  /** Users added at a time: as many as one request may bring. */
  static final int ADDED = 50_000;

  private static final int SPARSITY = 20;

  /** Who is on the first two lists and not on the third, or on the last two. */
  record Audience(int a, int b, int c, int d, int e) {}

  private final int users;
  private final long seed;
  private final List<Audience> audiences = new ArrayList<>();

  Work(int users, long seed) {
    this.users = users;
    this.seed = seed;
    Random random = new Random(seed);
    for (int i = 0; i < AUDIENCES; i++) {
      int[] list = random.ints(0, LISTS).distinct().limit(5).toArray();
      audiences.add(new Audience(list[0], list[1], list[2], list[3], list[4]));
    }
  }

  /** Users, numbered from 0. */
  int users() {
    return users;
  }

  List<Audience> audiences() {
    return audiences;
  }

  /** Members of all lists together. */
  long memberships() {
    return (long) LISTS * (users / SPARSITY);
  }

  /** A list's members, in no order. */
  int[] members(int list) {
    return some(users / SPARSITY, seed + list);
  }

  /** Users who are put on a list in some round. */
  int[] added(int round) {
    return some(Math.min(ADDED, users), seed + 10_000 + round);
  }

  /** Users who are looked up in some round. */
  int[] asked(int round, int count) {
    return some(count, seed + 20_000 + round);
  }

  private int[] some(int count, long order) {
    Shuffle shuffle = new Shuffle(users, order);
    return IntStream.range(0, count).map(i -> (int) shuffle.at(i)).toArray();
  }
}
