package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.ContactLists;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is staged in more than one request becomes the content of a list. */
class ReplacementRoutesTest {
  private final ApiHarness api = new ApiHarness();
  private final String list = api.list("customers", "CustomerId");
  private final String path = "/v1/accounts/1/audience-segments/" + list + "/replace";

  @AfterEach
  void close() {
    api.close();
  }

  private void stage(String replacement, String operation, int from, int to) {
    String identifiers =
        IntStream.range(from, to).mapToObj(i -> "'c" + i + "'").collect(Collectors.joining(","));
    Answer staged =
        api.manager.post(
            replacement + "/add-remove",
            "{'data':{'attributes':{'operation':'%s','identifiers':[%s]}}}"
                .formatted(operation, identifiers));
    assertThat(staged.at("/data/nbValidIdentifiers").intValue()).isEqualTo(to - from);
  }

  @Test
  void more_than_one_request_takes_is_previewed_and_becomes_the_list_at_once() throws Exception {
    api.add(list, "'c1'", "'c2'", "'c3'", "'old'");
    String replacement = path + "/" + api.manager.post(path, "").text("/data/id");
    int most = ContactLists.MAX_IDENTIFIERS;
    stage(replacement, "add", 0, most);
    stage(replacement, "add", most - 1, most + 10_000);
    stage(replacement, "remove", most + 9_999, most + 10_000);
    checkCounts(api.manager.get(replacement));
    assertThat(sizesSeenBy(replacement + "/commit?force=true")).isSubsetOf(4, most + 9_999);
    assertThat(api.size(list)).isEqualTo(most + 9_999);
  }

  private static void checkCounts(Answer preview) {
    String attributes = "/data/attributes";
    assertThat(preview.at(attributes + "/numberOfIdentifiers").intValue()).isEqualTo(59_999);
    assertThat(preview.at(attributes + "/sizeBefore").intValue()).isEqualTo(4);
    assertThat(preview.at(attributes + "/added").intValue()).isEqualTo(59_996);
    assertThat(preview.at(attributes + "/removed").intValue()).isEqualTo(1);
    assertThat(preview.at(attributes + "/unchanged").intValue()).isEqualTo(3);
    assertThat(preview.at(attributes + "/removesTooMuch").booleanValue()).isTrue();
  }

  /** The sizes of the list that somebody sees who never stops to look while it is replaced. */
  private Set<Integer> sizesSeenBy(String commit) throws Exception {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch looking = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> reader =
          threads.submit(() -> {
            while (!done.get()) {
              seen.add(api.size(list));
              looking.countDown();
            }
          });
      looking.await();
      Answer committed = api.manager.post(commit, "");
      assertThat(committed.text("/data/attributes/state")).isEqualTo("committed");
      done.set(true);
      reader.get();
    }
    return seen;
  }
}
