package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.client.FakeServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  private CommandLineRun run(String input, String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--url", server.url().toString(), "--account", "7"));
    line.addAll(List.of("--client-id", "c", "--client-secret", "s"));
    return CommandLineRun.with(input, line.toArray(String[]::new));
  }

  @Test
  void draws_the_algebra_as_a_tree() {
    server.then(
        200,
        """
        {"data":{"attributes":{"name":"coffee without tea","in":false,"publication":"scheduled",
          "snapshot":{"id":"40"},"advice":"What is acknowledged turns that.",
          "algebra":{"in":false,"and":[{"in":true,"audienceSegmentId":"5"},
            {"in":false,"not":{"in":true,"audienceSegmentId":"6"}}]},
          "segments":[
            {"audienceSegmentId":"5","name":"coffee","in":true,"acknowledged":true,"why":{"cause":"operation",
              "operation":{"id":"16","kind":"add","acceptedAt":"2030-01-01T12:00:00Z"}},"pending":null},
            {"audienceSegmentId":"6","name":"tea","in":true,"acknowledged":false,
              "why":{"cause":"older-than-history"},"pending":{"cause":"identity-graph"}}]}}}
        """);
    CommandLineRun run =
        run("\njohn@example.com\n", "explain", "--audience", "9", "--type", "Email", "-");
    assertThat(run.out().strip())
        .isEqualTo(
            """
            no  audience "coffee without tea", in snapshot 40
              no  and
                yes 5 "coffee": add at 2030-01-01T12:00:00Z (operation 16)
                no  not
                  yes 6 "tea": older than the history that is kept; not live yet: by the identity graph
            What is acknowledged turns that.\
            """);
    FakeServer.Received received = server.received().getLast();
    assertThat(received.path()).isEqualTo("/v1/accounts/7/audiences/9/explain");
    assertThat(received.body()).contains("john@example.com");
  }

  @Test
  void lists_who_asked() {
    server.then(
        200,
        """
        {"data":[{"attributes":{"askedAt":"2030-01-01T12:00:00Z","applicationId":"3","audienceId":"9",
          "identifierType":"Email","subjectKey":"00112233445566778899aabbccddeeff"}}]}
        """);
    CommandLineRun run = run("", "explanations", "--limit", "5");
    assertThat(run.out()).contains("00112233445566778899aabbccddeeff", "2030-01-01T12:00:00Z");
    assertThat(server.received().getLast().path()).isEqualTo("/v1/accounts/7/explanations?limit=5");
  }
}
