package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.client.ApiClient;
import dev.rollcall.server.config.Config;
import dev.rollcall.server.sandbox.Welcome;
import dev.rollcall.server.terminal.Output;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a Java machine does once to have its classes loaded, linked and profiled for the starts to
 * come: a sandbox is made, asked, stopped, started again on what it left, asked and stopped. All in
 * one process, as the file of trained classes is written when it ends.
 */
public final class Training {
  private static final int STARTS = 2;
  private static final String VERSION = "/2027-01/retail-media";

  private Training() {}

  /**
   * Trains.
   *
   * @param arguments an empty folder
   */
  public static void main(String[] arguments) {
    Path data = Path.of(arguments[0]);
    for (int start = 0; start < STARTS; start++) {
      parse("sandbox", "--port", "0", "--data", data.toString());
      Sandbox sandbox = new Sandbox(data);
      try (Server server = new Server(Config.local(data, 0), sandbox)) {
        Welcome welcome = sandbox.welcome(server);
        output().answer(welcome, welcome.text());
        ask(welcome);
      }
    }
  }

  private static Output output() {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    return new Output(System.in, out, out, false);
  }

  private static void parse(String... arguments) {
    Main.commandLine(output(), arguments).parseArgs(arguments);
  }

  /** Adds to a list and looks up whom it added. */
  private static void ask(Welcome welcome) {
    Welcome.ApplicationEntry everything = welcome.applications().getFirst();
    ApiClient api =
        new ApiClient(
            URI.create(welcome.baseUrl()), everything.clientId(), everything.clientSecret());
    Welcome.AccountEntry account = welcome.accounts().getFirst();
    String retailer = account.retailers().getFirst();
    JsonNode segment =
        post(
            api,
            VERSION + "/accounts/" + account.id() + "/audience-segments/create",
            List.of(
                attributes(
                    Map.of(
                        "name",
                        "Breakfast",
                        "retailerId",
                        retailer,
                        "contactList",
                        Map.of("identifierType", "Email")))));
    String shopper = "shopper1@example.com";
    post(
        api,
        VERSION
            + "/audience-segments/"
            + segment.path(0).path("id").asString()
            + "/contact-list/add-remove",
        attributes(Map.of("operation", "add", "identifiers", List.of(shopper))));
    post(
        api,
        "/v1/retailers/" + retailer + "/lookup",
        List.of(
            attributes(Map.of("identifiers", List.of(Map.of("type", "Email", "value", shopper))))));
    api.get("/health");
  }

  private static Map<String, Object> attributes(Map<String, Object> attributes) {
    return Map.of("attributes", attributes);
  }

  private static JsonNode post(ApiClient api, String path, Object data) {
    return api.post(path, Map.of("data", data)).path("data");
  }
}
