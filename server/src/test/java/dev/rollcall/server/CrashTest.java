package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills a real server again and again while lists are amended from several sides, and compares what
 * comes back with what was acknowledged; the last time it is asked to end. {@code
 * -Drollcall.crash.rounds} says how often.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("rollcall.crash.rounds", 5);
  private static final int LISTS = 4;
  private static final int LOOKUP = 1_000;

  /** What no file and no log line may hold. */
  private static final String MARK = "crash-test-shopper";

  /** All identifiers there are; a list holds some of them. */
  private static final List<String> SHOPPERS =
      IntStream.range(0, 2_000).mapToObj(i -> MARK + i + "@example.com").toList();

  @TempDir private Path folder;
  private final Random random = new Random(20_260_101);

  @Test
  void what_was_acknowledged_comes_back_and_nothing_comes_back_in_part() throws Exception {
    Deployment deployment = new Deployment(folder);
    List<ListModel> lists = new ArrayList<>();
    try (ServerProcess server = deployment.start()) {
      Wire wire = deployment.signIn(server);
      for (int i = 0; i < LISTS; i++) lists.add(createList(deployment, wire, i));
    }
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ServerProcess server = deployment.start();
      compare(deployment, deployment.signIn(server), lists);
      Runnable end = round == ROUNDS - 1 ? server::close : server::kill;
      acknowledged += amendUntil(end, deployment.signIn(server), lists);
    }
    assertThat(acknowledged).isGreaterThan(ROUNDS);
    try (ServerProcess server = deployment.start()) {
      compare(deployment, deployment.signIn(server), lists);
      tellNonsense(deployment.signIn(server), lists.getFirst().segment());
    }
    assertNothingHolds(MARK);
  }

  private ListModel createList(Deployment deployment, Wire wire, int i) throws IOException {
    String account = deployment.account;
    String retailer = deployment.retailer;
    String segment = wire.createSegment(account, retailer, "List " + i, "Email");
    String audience =
        wire.createAudience(account, retailer, "On " + i, Map.of("audienceSegmentId", segment));
    return new ListModel(account, segment, audience, SHOPPERS, new Random(random.nextLong()));
  }

  /** Amends every list on a thread of its own; returns how many amendments were acknowledged. */
  private long amendUntil(Runnable end, Wire wire, List<ListModel> lists)
      throws InterruptedException, ExecutionException {
    long acknowledged = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(LISTS)) {
      List<Future<Integer>> counts =
          lists.stream().map(list -> threads.submit(() -> list.amendUntilRefused(wire))).toList();
      Thread.sleep(200 + random.nextInt(1_500));
      end.run();
      for (Future<Integer> count : counts) acknowledged += count.get();
    }
    return acknowledged;
  }

  /** Every list holds what was acknowledged, with or without the one amendment that was not. */
  private static void compare(Deployment deployment, Wire wire, List<ListModel> lists)
      throws IOException {
    Map<String, Set<String>> found = onLists(deployment, wire);
    for (ListModel list : lists) {
      Set<String> held = found.getOrDefault(list.audience(), new TreeSet<>());
      list.settle(held);
      assertThat(
              wire.statistics(deployment.account, list.segment())
                  .path("numberOfIdentifiers")
                  .asInt())
          .isEqualTo(held.size());
      compareHistory(wire.history(deployment.account, list.segment()), held.size());
    }
  }

  /** What all operations added and removed is what is there, whoever wrote them down. */
  private static void compareHistory(List<JsonNode> operations, int held) {
    int size = 0;
    for (JsonNode operation : operations.reversed()) {
      size += operation.path("added").asInt() - operation.path("removed").asInt();
      assertThat(operation.path("sizeAfter").asInt()).isEqualTo(size);
    }
    assertThat(size).isEqualTo(held);
  }

  /** Who is in each audience, by asking about everyone. */
  private static Map<String, Set<String>> onLists(Deployment deployment, Wire wire)
      throws IOException {
    Map<String, Set<String>> found = new HashMap<>();
    for (int from = 0; from < SHOPPERS.size(); from += LOOKUP) {
      List<String> some = SHOPPERS.subList(from, Math.min(from + LOOKUP, SHOPPERS.size()));
      JsonNode answers = wire.lookup(deployment.retailer, "Email", some);
      for (int i = 0; i < some.size(); i++)
        for (JsonNode id : answers.path(i).path("attributes").path("audienceIds"))
          found.computeIfAbsent(id.asString(), a -> new TreeSet<>()).add(some.get(i));
    }
    return found;
  }

  /** Requests that are refused in every way, each with something that nobody may write down. */
  private static void tellNonsense(Wire wire, String segment) throws IOException {
    String list = Wire.API + "/audience-segments/" + segment + "/contact-list/add-remove";
    wire.amend(segment, "add", List.of(MARK, MARK + "@", "@" + MARK));
    wire.amend(segment, MARK, List.of(MARK + "@example.com"));
    wire.post(list, "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[\"" + MARK);
    wire.post(list + "/" + MARK, Map.of());
    wire.get(Wire.API + "/accounts?limitToId=" + MARK);
    wire.post("/v1/retailers/" + MARK + "/lookup", Map.of("data", MARK));
  }

  private void assertNothingHolds(String text) throws IOException {
    byte[] searched = text.getBytes(UTF_8);
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThan(5);
      for (Path file : all)
        assertThat(holds(Files.readAllBytes(file), searched)).as("%s", file).isFalse();
    }
  }

  private static boolean holds(byte[] bytes, byte[] searched) {
    for (int i = 0; i + searched.length <= bytes.length; i++)
      if (Arrays.equals(bytes, i, i + searched.length, searched, 0, searched.length)) return true;
    return false;
  }
}
