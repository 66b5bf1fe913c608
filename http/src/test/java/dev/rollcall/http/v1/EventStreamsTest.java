package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Response;
import dev.rollcall.http.Wire;
import dev.rollcall.http.events.EventStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of events, read without a socket. */
class EventStreamsTest {
  private static final Pattern EVENT =
      Pattern.compile("id: (\\S+)\nevent: (\\w+)\ndata: (\\{[^\n]*})\n\n");

  private final ApiHarness api = new ApiHarness();
  private final String customers = api.list("customers", "CustomerId");

  @AfterEach
  void close() {
    api.close();
  }

  /** A client that reads a stream on a thread of its own. */
  private static final class Reading {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch began = new CountDownLatch(1);
    private final Thread thread;

    Reading(Response response) {
      assertThat(response.header("content-type")).contains("text/event-stream");
      OutputStream told =
          new OutputStream() {
            @Override
            public void write(int b) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] more, int offset, int length) {
              synchronized (bytes) {
                bytes.write(more, offset, length);
              }
            }

            @Override
            public void flush() {
              began.countDown();
            }
          };
      thread =
          Thread.startVirtualThread(() -> {
            try (Response.Stream stream = response.stream().orElseThrow()) {
              stream.writeTo(told);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
    }

    Reading begun() throws InterruptedException {
      began.await();
      return this;
    }

    String toTheEnd() throws InterruptedException {
      thread.join();
      synchronized (bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
    }
  }

  private Reading read(String path, String lastEventId) {
    Wire wire = api.manager.wire();
    return new Reading(
        (lastEventId.isEmpty() ? wire : wire.with("last-event-id", lastEventId)).get(path));
  }

  /** Ids and data of the events, each as it reads in this pattern. */
  private static List<String> events(String stream, String attribute) {
    Pattern member = Pattern.compile("\"" + attribute + "\":\"?([^,\"}]*)");
    List<String> found = new ArrayList<>();
    EVENT
        .matcher(stream)
        .results()
        .forEach(event -> {
          var value = member.matcher(event.group(3));
          found.add(event.group(1) + " " + (value.find() ? value.group(1) : ""));
        });
    return found;
  }

  private String add(String value) {
    api.add(customers, "'" + value + "'");
    return api.manager
        .get("/v1/accounts/1/audience-segments/" + customers + "/history")
        .text("/data/0/id");
  }

  @Test
  void anOperationThatIsLiveIsToldOnceAndTheStreamEnds() throws InterruptedException {
    String id = add("a");
    String path = "/v1/operations/" + id + "/events";
    String told = read(path, "").toTheEnd();
    assertThat(told).startsWith("retry: 1000\n\n");
    assertThat(events(told, "live")).containsExactly(id + "-live true");
    assertThat(told).contains(api.manager.get("/v1/operations/" + id).at("/data").toString());
    assertThat(api.manager.wire().with("last-event-id", id + "-live").get(path).status())
        .isEqualTo(204);
  }

  @Test
  void anOperationThatWaitsForTheNextSnapshotIsToldOfWhenThatIsPublished()
      throws InterruptedException {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    String id = add("a");
    String path = "/v1/operations/" + id + "/events";
    Reading first = read(path, "").begun();
    Reading again = read(path, id + "-accepted").begun();
    api.compute();
    assertThat(events(first.toTheEnd(), "live"))
        .containsExactly(id + "-accepted false", id + "-live true");
    assertThat(events(again.toTheEnd(), "live")).containsExactly(id + "-live true");
  }

  @Test
  void anOperationOnAListThatIsGoneIsNotWaitedFor() throws InterruptedException {
    String id = add("a");
    api.manager.post(
        "/accounts/1/audience-segments/delete", "{'data':[{'id':'" + customers + "'}]}");
    String told = read("/v1/operations/" + id + "/events", "").toTheEnd();
    assertThat(events(told, "live")).containsExactly(id + "-accepted false");
  }

  @Test
  void everyStepOfARunIsTold() throws InterruptedException {
    Reading all = read("/v1/computations/events", "").begun();
    String id = api.compute();
    String one = read("/v1/computations/" + id + "/events", "").toTheEnd();
    assertThat(events(one, "state"))
        .singleElement()
        .asString()
        .endsWith(id + "-succeeded succeeded");
    String last = events(one, "state").getFirst().replaceFirst(" .*", "");
    assertThat(
            api.manager
                .wire()
                .with("last-event-id", last)
                .get("/v1/computations/" + id + "/events")
                .status())
        .isEqualTo(204);
    Reading later = read("/v1/computations/events", "0-0-queued").begun();
    Reading seen = read("/v1/computations/events", last).begun();
    Thread.ofVirtual().start(api.streams::close).join();
    assertThat(EVENT.matcher(all.toTheEnd()).results().map(event -> event.group(1)))
        .as("ids, though no time passed")
        .doesNotHaveDuplicates();
    assertThat(states(all, id)).containsExactly("queued", "running", "succeeded");
    assertThat(states(later, id)).containsExactly("succeeded");
    assertThat(states(seen, id)).isEmpty();
  }

  @Test
  void aRunThatFailsIsTold() throws InterruptedException {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    api.audience("loyal", "{'audienceSegmentId':'" + customers + "'}");
    Reading all = read("/v1/computations/events", "").begun();
    api.engine.close();
    String id = api.compute();
    String one = read("/v1/computations/" + id + "/events", "").toTheEnd();
    assertThat(events(one, "state")).singleElement().asString().endsWith(id + "-failed failed");
    assertThat(events(one, "failure"))
        .singleElement()
        .asString()
        .endsWith("failed with RejectedExecutionException; the log has the details");
    Thread.ofVirtual().start(api.streams::close).join();
    assertThat(states(all, id)).containsExactly("queued", "running", "failed");
  }

  private static List<String> states(Reading reading, String id) throws InterruptedException {
    return events(reading.toTheEnd(), "state").stream()
        .filter(event -> event.matches("\\d+-" + id + "-\\w+ .*"))
        .map(event -> event.replaceFirst(".* ", ""))
        .toList();
  }

  @Test
  void streamsAreBoundedAndGivenBack() throws InterruptedException {
    List<Reading> open = new ArrayList<>();
    for (int i = 0; i < EventStreams.STREAMS_EACH; i++)
      open.add(read("/v1/computations/events", ""));
    var refused = api.manager.get("/v1/computations/events");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.problems()).containsExactly("streams-limit-exceeded");
    assertThat(api.streams.count()).isEqualTo(EventStreams.STREAMS_EACH);
    api.streams.close();
    for (Reading reading : open) reading.toTheEnd();
    assertThat(api.streams.count()).isZero();
    api.manager.wire().send("HEAD", "/v1/computations/events", new byte[0]);
    assertThat(api.streams.count()).isZero();
  }

  @Test
  void aClientThatGoesAwayLeavesNothingBehind() {
    Response response = api.manager.wire().get("/v1/computations/events");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    try (Response.Stream stream = response.stream().orElseThrow()) {
      assertThat(api.streams.count()).isEqualTo(1);
      assertThat(catchThrowable(() -> stream.writeTo(broken)))
          .hasRootCauseInstanceOf(IOException.class);
    }
    assertThat(api.streams.count()).isZero();
  }
}
