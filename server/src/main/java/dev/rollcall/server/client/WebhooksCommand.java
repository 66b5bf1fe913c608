package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Looks after the addresses that are told what happens. */
@Command(
    name = "webhooks",
    description = "Has a server called when an operation is live or a computation ends.")
public final class WebhooksCommand {
  private static final int LISTED = 50;

  private final Output output;

  public WebhooksCommand(Output output) {
    this.output = output;
  }

  /** Whose webhooks. */
  static final class Owner {
    @Option(
        names = "--account",
        paramLabel = "ID",
        required = true,
        description = "The account whose webhooks they are.")
    String account = "";

    String path(String... more) {
      StringBuilder path = new StringBuilder("/v1/accounts/").append(digits(account));
      path.append("/webhooks");
      for (String part : more) path.append('/').append(part);
      return path.toString();
    }
  }

  private static String digits(String id) {
    if (!id.matches("\\d+")) throw new Failure("an id has digits only");
    return id;
  }

  @Command(description = "Adds an address and prints the secret that its messages are signed with.")
  int add(
      @Mixin Connection connection,
      @Mixin Owner owner,
      @Option(
              names = "--address",
              paramLabel = "URL",
              required = true,
              description = "Where messages are posted.")
          String address,
      @Option(
              names = "--event",
              paramLabel = "TYPE",
              split = ",",
              required = true,
              description =
                  "operation.live, replacement.committed, computation.succeeded,"
                      + " computation.failed.")
          List<String> events) {
    Map<String, Object> attributes = Map.of("url", address, "events", events);
    return tell(
        connection.open().post(owner.path(), Map.of("data", Map.of("attributes", attributes))));
  }

  @Command(description = "The webhooks of the account.")
  int list(@Mixin Connection connection, @Mixin Owner owner) {
    return tell(connection.open().get(owner.path()));
  }

  @Command(description = "Removes a webhook with all that is to be sent to it.")
  int remove(
      @Mixin Connection connection, @Mixin Owner owner, @Parameters(paramLabel = "ID") String id) {
    connection.open().delete(owner.path(digits(id)));
    output.answer(Map.of("removed", id), "webhook " + id + " is removed");
    return 0;
  }

  @Command(description = "Gives a new secret; the one before signs too for 24 hours.")
  int rotate(
      @Mixin Connection connection, @Mixin Owner owner, @Parameters(paramLabel = "ID") String id) {
    return tell(connection.open().post(owner.path(digits(id), "rotate-secret"), Map.of()));
  }

  @Command(description = "Sends again to a webhook that was disabled, what happens from now on.")
  int enable(
      @Mixin Connection connection, @Mixin Owner owner, @Parameters(paramLabel = "ID") String id) {
    return tell(connection.open().post(owner.path(digits(id), "enable"), Map.of()));
  }

  @Command(description = "Sends a message that tells of nothing.")
  int test(
      @Mixin Connection connection, @Mixin Owner owner, @Parameters(paramLabel = "ID") String id) {
    return sent(connection.open().post(owner.path(digits(id), "test"), Map.of()));
  }

  @Command(description = "The newest 50 of what was, or is, to be sent.")
  int deliveries(
      @Mixin Connection connection,
      @Mixin Owner owner,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--retry", paramLabel = "ID", description = "Sends this one again first.")
          @Nullable String retry) {
    ApiClient api = connection.open();
    String path = owner.path(digits(id), "deliveries");
    if (retry != null) api.post(path + "/" + digits(retry) + "/retry", Map.of());
    return sent(api.get(path + "?limit=" + LISTED));
  }

  private int tell(JsonNode answer) {
    Table table = new Table("ID", "URL", "EVENTS", "DISABLED FOR");
    String secret = "";
    for (JsonNode webhook : each(answer)) {
      JsonNode attributes = webhook.path("attributes");
      List<String> events = new ArrayList<>();
      attributes.path("events").forEach(event -> events.add(event.asString()));
      table.row(
          webhook.path("id").asString(),
          attributes.path("url").asString(),
          String.join(",", events),
          attributes.path("disabledFor").asString(""));
      secret = attributes.path("secret").asString("");
    }
    String text = secret.isEmpty() ? "" : "secret, told this once: " + secret + "\n";
    output.answer(answer.path("data"), text + table);
    return 0;
  }

  private int sent(JsonNode answer) {
    Table table = new Table("ID", "EVENT", "ABOUT", "STATE", "ATTEMPTS", "LAST", "NEXT");
    for (JsonNode delivery : each(answer)) {
      JsonNode attributes = delivery.path("attributes");
      table.row(
          delivery.path("id").asString(),
          attributes.path("event").asString(),
          attributes.path("about").asString(""),
          attributes.path("state").asString(),
          attributes.path("attempts").asInt(),
          attributes.path("lastFailure").asString(attributes.path("lastStatus").asString("")),
          attributes.path("nextAttemptAt").asString(""));
    }
    output.answer(answer.path("data"), table.toString());
    return 0;
  }

  private static Iterable<JsonNode> each(JsonNode answer) {
    JsonNode data = answer.path("data");
    return data.isArray() ? data : List.of(data);
  }
}
