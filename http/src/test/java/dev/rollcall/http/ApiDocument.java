package dev.rollcall.http;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.contract.published.OpenApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/api.md} with the parts that can be worked out worked out: tables from the OpenAPI
 * document, and the answers of the transcripts from asking. Run as a program it writes the file,
 * which an argument may name.
 */
final class ApiDocument {
  static final Path FILE = Path.of("..", "docs", "api.md");

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Pattern TABLE =
      Pattern.compile("<!-- generated: (\\S+) -->\\n.*?<!-- end -->", Pattern.DOTALL);

  /** A request in a fence of its own, and its answer in the next. */
  private static final Pattern EXCHANGE =
      Pattern.compile(
          "```http\\n([A-Z]+) (\\S+)\\n((?:[\\w-]+:"
              + " [^\\n]*\\n)*)\\n?(.*?)```\\n\\n```http\\n(.*?)```",
          Pattern.DOTALL);

  private ApiDocument() {}

  public static void main(String[] args) throws IOException {
    Path file = args.length == 0 ? FILE : Path.of(args[0]);
    Files.writeString(file, worked(Files.readString(file)));
  }

  /** The text with its tables and answers as they are now. */
  static String worked(String text) {
    try (ApiHarness api = new ApiHarness()) {
      takeIdsOfRuns(api);
      String tables = TABLE.matcher(text).replaceAll(found -> quoted(table(api, found.group(1))));
      return EXCHANGE.matcher(tables).replaceAll(found -> quoted(exchange(api, found)));
    }
  }

  /** Runs take their ids many at a time: from here on, ids do not depend on when a run starts. */
  private static void takeIdsOfRuns(ApiHarness api) {
    api.unsigned()
        .with("authorization", "Bearer manager")
        .with("content-type", "application/json")
        .send("POST", "/v1/computations", new byte[0]);
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static String table(ApiHarness api, String name) {
    String rows =
        switch (name) {
          case "retail-media" -> retailMedia(api);
          case "own" -> operations(api, Version.V2027_01, "");
          case "codes" -> codes();
          default -> throw new IllegalArgumentException(name);
        };
    return "<!-- generated: " + name + " -->\n" + rows + "<!-- end -->";
  }

  private static String codes() {
    return Arrays.stream(ProblemCode.values())
        .map(code -> "| `%s` | %d | %s |\n".formatted(code.code(), code.status(), code.title()))
        .collect(Collectors.joining("", "| code | status | title |\n|---|---|---|\n", ""));
  }

  /** The operations of the stable versions, then those that the others have alone. */
  private static String retailMedia(ApiHarness api) {
    String stable = operations(api, Version.V2027_01, "/2027-01/retail-media");
    String unstable = operations(api, Version.PREVIEW, "/preview/retail-media");
    return stable
        + unstable
            .lines()
            .filter(row -> row.startsWith("| `") && !known(stable, row))
            .map(row -> row.replace("` | ", "` (preview) | ") + "\n")
            .collect(Collectors.joining());
  }

  private static boolean known(String table, String row) {
    return table.contains(row.substring(0, row.indexOf(" | ", 1)));
  }

  private static String operations(ApiHarness api, Version version, String prefix) {
    OpenApi document = api.own.of(version);
    StringBuilder rows =
        new StringBuilder(
            "| operation | permission | what it does | attributes |\n|---|---|---|---|\n");
    for (String path : document.root().path("paths").propertyNames()) {
      boolean retailMedia = path.startsWith("/" + version.wireName() + "/retail-media/");
      if (retailMedia == prefix.isEmpty()) continue;
      JsonNode methods = document.root().path("paths").path(path);
      for (String method : methods.propertyNames())
        rows.append(
            row(document, new OpenApi.Operation(path, method), path.substring(prefix.length())));
    }
    return rows.toString();
  }

  private static String row(OpenApi document, OpenApi.Operation operation, String path) {
    JsonNode node = document.root().at(operation.pointer());
    String access = node.path("security").isEmpty() ? "none" : "any token";
    String json = "/content/application~1json/schema";
    return "| `%s %s` | %s | %s | %s |\n"
        .formatted(
            operation.method().toUpperCase(Locale.ROOT),
            path.replace("/2027-01/", "/{version}/"),
            node.path("x-permission").stringValue(access),
            node.path("summary").stringValue().replaceAll("\\.$", ""),
            attributes(document, operation.pointer() + "/requestBody" + json));
  }

  /** The names of the attributes of a resource, or of those in an array; of one of several. */
  private static String attributes(OpenApi document, String pointer) {
    Set<String> names = new LinkedHashSet<>();
    gather(document, document.resolved(pointer) + "/properties/data", names);
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static void gather(OpenApi document, String pointer, Set<String> names) {
    String schema = document.resolved(pointer);
    JsonNode node = document.root().at(schema);
    if (node.has("oneOf")) gather(document, schema + "/oneOf/0", names);
    if (node.has("items")) gather(document, schema + "/items", names);
    JsonNode attributes = document.at(schema + "/properties/attributes").path("properties");
    attributes
        .propertyStream()
        .filter(one -> !one.getValue().path("description").stringValue("").startsWith("Ignored"))
        .forEach(one -> names.add(one.getKey()));
  }

  private static String exchange(ApiHarness api, MatchResult found) {
    Wire wire = api.unsigned();
    for (String header : found.group(3).lines().toList()) {
      List<String> parts = List.of(header.split(": ", 2));
      wire = wire.with(parts.get(0), parts.get(1));
    }
    Response response =
        wire.send(found.group(1), found.group(2), found.group(4).getBytes(StandardCharsets.UTF_8));
    String asked = found.group().substring(0, found.group().indexOf("```\n\n```http\n"));
    String answer = new String(response.body(), StandardCharsets.UTF_8);
    String body =
        answer.isEmpty()
            ? ""
            : "\n"
                + MAPPER
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(MAPPER.readTree(answer))
                    .replace("\r", "")
                + "\n";
    return asked + "```\n\n```http\nHTTP/1.1 " + response.status() + "\n" + body + "```";
  }
}
