package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A server of Rollcall at the work that is put to its peers. */
public final class PeerScene implements AutoCloseable {
  private final Sandbox sandbox;
  private final Client client;
  private final List<String> lists = new ArrayList<>();
  private final List<String> own = new ArrayList<>();

  /** Starts a server with so many lists, and an audience of each one that its lookups show. */
  public PeerScene(Settings settings, int count) throws IOException {
    this.sandbox = settings.start("peers-rollcall");
    this.client = Client.of(sandbox);
    for (int i = 0; i < count; i++) lists.add(client.list("List " + i, Kind.EMAIL));
  }

  /**
   * Makes audiences: who is on the first two of five lists and not on the third, or on the other
   * two.
   */
  public void audiences(List<List<Integer>> fives) throws IOException {
    List<String> algebras = new ArrayList<>();
    for (List<Integer> five : fives) {
      Object[] leaves = five.stream().map(list -> leaf(lists.get(list))).toArray();
      algebras.add("{\"or\":[{\"and\":[%s,%s,{\"not\":%s}]},{\"and\":[%s,%s]}]}".formatted(leaves));
    }
    client.audiences("Audience", algebras);
    own.addAll(
        client.audiences("List", lists.subList(0, 5).stream().map(PeerScene::leaf).toList()));
  }

  private static String leaf(String list) {
    return "{\"audienceSegmentId\":\"" + list + "\"}";
  }

  /** Adds users by their e-mail addresses. */
  public void add(int list, int[] users) throws IOException {
    Feed.emails(client, lists.get(list), place -> users[(int) place]).send(1, users.length);
  }

  /** Whether a lookup shows one of the first five lists. */
  public boolean contains(int list, int user) throws IOException {
    return lookedUp(user).contains("\"" + own.get(list) + "\"");
  }

  /** Looks a user up; how many characters the answer has. */
  public int lookup(int user) throws IOException {
    return lookedUp(user).length();
  }

  private String lookedUp(int user) throws IOException {
    ByteBuffer request = client.lookup(Kind.EMAIL, user);
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    return client.send(bytes);
  }

  /** Computes all audiences from truth and publishes them. */
  public void compute() throws IOException, InterruptedException {
    new Runs(client).scheduled();
  }

  /** Bytes of all lists in memory, once everything is computed. */
  public double listBytes() throws IOException, InterruptedException {
    new Runs(client).settle();
    return MemoryFigures.metric(client.text("/metrics"), "rollcall_lists_bytes");
  }

  @Override
  public void close() throws IOException {
    client.close();
    sandbox.close();
  }
}
