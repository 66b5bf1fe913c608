package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that wait for what happens, and those that look after webhooks. */
class WebhooksCommandTest {
  private static final String ADDRESS = "http://127.0.0.1:1/hook";

  @TempDir private Path folder;

  private static String done(CommandLineRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  @Test
  void webhooks_are_added_tried_and_removed_and_operations_watched() throws Exception {
    Deployment deployment = new Deployment(folder);
    try (ServerProcess server = deployment.start()) {
      Wire wire = deployment.signIn(server);
      String account = deployment.account;
      String[] owned = {"--account", account};
      String added =
          done(
              deployment.run(
                  server,
                  "webhooks",
                  "add",
                  "--account",
                  account,
                  "--address",
                  ADDRESS,
                  "--event",
                  "operation.live,computation.failed"));
      assertThat(added).contains("whsec_", ADDRESS, "operation.live,computation.failed");
      String id =
          wire.get("/v1/accounts/" + account + "/webhooks").data().path(0).path("id").asString();
      assertThat(done(deployment.run(server, "webhooks", "list", owned[0], owned[1])))
          .contains(id)
          .doesNotContain("whsec_");
      assertThat(done(deployment.run(server, "webhooks", "test", id, owned[0], owned[1])))
          .contains("webhook.test", "pending");
      assertThat(done(deployment.run(server, "webhooks", "deliveries", id, owned[0], owned[1])))
          .contains("webhook.test");
      assertThat(done(deployment.run(server, "webhooks", "rotate", id, owned[0], owned[1])))
          .contains("whsec_");
      assertThat(done(deployment.run(server, "webhooks", "enable", id, owned[0], owned[1])))
          .contains(id, ADDRESS)
          .doesNotContain("whsec_");
      String segment = wire.createSegment(account, deployment.retailer, "List", "Email");
      wire.amend(segment, "add", List.of("a@example.com"));
      String operation =
          wire.get("/v1/accounts/" + account + "/audience-segments/" + segment + "/history")
              .data()
              .path(0)
              .path("id")
              .asString();
      assertThat(done(deployment.run(server, "operation", "watch", operation)))
          .contains("live since");
      assertThat(deployment.run(server, "operation", "watch", "999999").exitCode()).isNotZero();
      assertThat(done(deployment.run(server, "compute"))).contains("succeeded");
      String started = wire.post("/v1/computations", "").data().path("id").asString();
      assertThat(done(deployment.run(server, "computations", "--watch", started)))
          .contains(started, "succeeded");
      assertThat(deployment.run(server, "computations", "--watch", "1").err())
          .contains("computation-not-found");
      assertThat(done(deployment.run(server, "webhooks", "remove", id, owned[0], owned[1])))
          .contains("removed");
    }
  }
}
