package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.Option;

/** Where the server is and who asks. */
public final class Connection {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:ROLLCALL_URL:-http://localhost:8080}",
      description = "The server; else ROLLCALL_URL, else http://localhost:8080.")
  String url = "";

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      defaultValue = "${env:ROLLCALL_CLIENT_ID:-}",
      description = "The application's client id; else ROLLCALL_CLIENT_ID.")
  String clientId = "";

  @Option(
      names = "--client-secret",
      paramLabel = "SECRET",
      defaultValue = "${env:ROLLCALL_CLIENT_SECRET:-}",
      description =
          "The application's client secret; else ROLLCALL_CLIENT_SECRET, which keeps it out of the"
              + " list of processes.")
  String clientSecret = "";

  ApiClient open() {
    if (clientId.isBlank() || clientSecret.isBlank())
      throw new Failure(
          "who asks? Set ROLLCALL_CLIENT_ID and ROLLCALL_CLIENT_SECRET, or give --client-id and"
              + " --client-secret");
    return new ApiClient(base(), clientId, clientSecret);
  }

  private URI base() {
    try {
      URI base = new URI(url.replaceFirst("/+$", ""));
      if (base.getHost() != null
          && ("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) return base;
    } catch (URISyntaxException e) {
      throw new Failure("--url is not a URL: " + e.getReason(), e);
    }
    throw new Failure("--url is not the URL of a server, such as http://localhost:8080");
  }
}
