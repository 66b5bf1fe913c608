package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Shuffle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server with users, 200 lists that each have a twentieth of them at random, so that a user is on
 * ten, and audiences of five lists each. It is filled only as far as a benchmark asks, and what one
 * left behind the next goes on with.
 */
final class Scene implements AutoCloseable {
  static final int LISTS = 200;
  static final int AUDIENCES = 1_000;

  /** Users for each one that a list has. */
  private static final int SPARSITY = 20;

  private static final int CONNECTIONS = 4;

  private final Settings settings;
  private final List<String> lists = new ArrayList<>();
  private final List<String> audiences = new ArrayList<>();
  private final Random random;
  private final MemoryWatch memory;
  private Sandbox sandbox;
  private Client client;
  private String everyone = "";
  private long users;
  private long listed;
  private int made;

  Scene(Settings settings) throws IOException {
    this.settings = settings;
    this.random = new Random(settings.seed());
    this.sandbox = settings.start("scene");
    this.memory = new MemoryWatch(sandbox.pid());
    this.client = Client.of(sandbox);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Client client() {
    return client;
  }

  /** The server's memory since its first start. */
  MemoryWatch memory() {
    return memory;
  }

  Settings settings() {
    return settings;
  }

  /** Users so far. */
  long users() {
    return users;
  }

  List<String> lists() {
    return lists;
  }

  List<String> audiences() {
    return audiences;
  }

  /** A name that no list or audience of the scene has yet. */
  String name(String kind) {
    return kind + " " + made++;
  }

  /** An e-mail list for some figure, without members. */
  String list(String kind) throws IOException {
    return client.list(name(kind), dev.rollcall.bench.load.Kind.EMAIL);
  }

  /** As many users as that, at least. */
  void populate(long wanted) throws IOException {
    if (wanted > users) grow(wanted - users);
  }

  /** So many more users, whom no list but that of everyone has. */
  Load.Result grow(long more) throws IOException {
    if (everyone.isEmpty()) everyone = list("Everyone");
    long from = users;
    users += more;
    return Feed.emails(client, everyone, place -> from + place).send(CONNECTIONS, more);
  }

  /** Tells of users who came with the next numbers, by another list than that of everyone. */
  void grown(long more) {
    users += more;
  }

  /** Lists that have their share of as many users as that, at least. */
  void fillLists(long wanted) throws IOException {
    populate(wanted);
    while (lists.size() < LISTS) lists.add(list("List"));
    if (wanted <= listed) return;
    long from = listed;
    long range = wanted - listed;
    listed = wanted;
    for (String list : lists) {
      Shuffle members = new Shuffle(range, random.nextLong());
      Feed.emails(client, list, place -> from + members.at(place))
          .send(CONNECTIONS, range / SPARSITY);
    }
  }

  /** Exactly so many audiences. */
  void audiences(int count) throws IOException {
    if (count < audiences.size()) {
      List<String> surplus = audiences.subList(count, audiences.size());
      client.deleteAudiences(surplus);
      surplus.clear();
    } else if (count > audiences.size()) {
      List<String> algebras =
          IntStream.range(audiences.size(), count).mapToObj(i -> algebra()).toList();
      audiences.addAll(client.audiences(name("Audience"), algebras));
    }
  }

  /** As many audiences of a further list as one of the lists has on average. */
  List<String> audiencesOf(String list) throws IOException {
    List<String> algebras =
        IntStream.range(0, 5 * AUDIENCES / LISTS)
            .mapToObj(i -> algebra(Stream.concat(Stream.of(list), some(4))))
            .toList();
    return client.audiences(name("Audience"), algebras);
  }

  private Stream<String> some(int count) {
    return random.ints(0, LISTS).distinct().limit(count).mapToObj(lists::get);
  }

  /** Five lists: who is on two of them and not on a third, or on the other two. */
  String algebra() {
    return algebra(some(5));
  }

  private static String algebra(Stream<String> five) {
    Object[] leaves = five.map(list -> "{\"audienceSegmentId\":\"" + list + "\"}").toArray();
    return "{\"or\":[{\"and\":[%s,%s,{\"not\":%s}]},{\"and\":[%s,%s]}]}".formatted(leaves);
  }

  /** Everything: all users, lists and audiences. */
  void complete() throws IOException {
    fillLists(settings.users());
    audiences(AUDIENCES);
  }

  /**
   * Ends the server, by a clean stop or as a power cut would, and starts it on what it left;
   * seconds until ready.
   */
  double restart(boolean kill) throws IOException, InterruptedException {
    client.close();
    if (kill) sandbox.kill();
    else sandbox.close();
    sandbox = Sandbox.start(sandbox.data(), settings.javaOptions());
    memory.follow(sandbox.pid());
    client = Client.of(sandbox);
    return sandbox.startSeconds();
  }

  @Override
  public void close() throws IOException {
    memory.close();
    client.close();
    sandbox.close();
  }
}
