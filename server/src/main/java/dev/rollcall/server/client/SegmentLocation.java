package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.identity.IdentifierType;
import dev.rollcall.server.terminal.Failure;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A contact list as the API addresses it.
 *
 * @param readOnly whether it is another account's list, shared with the one that sees it
 */
record SegmentLocation(String accountId, String segmentId, IdentifierType type, boolean readOnly) {
  /** The version of the API that the commands speak. */
  static final String API = "/2027-01/retail-media";

  /**
   * Looks for the segment in the account, or else in every account granted to the caller: an
   * account's own goes before one that another shares with it.
   */
  static SegmentLocation find(ApiClient api, Optional<String> account, String segmentId) {
    return found(
        api, account, Map.of("audienceSegmentIds", List.of(segmentId)), "segment " + segmentId);
  }

  /** The same by the segment's name, which only one of the accounts may have. */
  static SegmentLocation named(ApiClient api, Optional<String> account, String name) {
    return found(api, account, Map.of("names", List.of(name)), "segment named \"" + name + "\"");
  }

  private static SegmentLocation found(
      ApiClient api, Optional<String> account, Map<String, List<String>> filter, String wanted) {
    List<SegmentLocation> own = new ArrayList<>();
    List<SegmentLocation> shared = new ArrayList<>();
    for (String accountId : account.map(List::of).orElseGet(() -> accounts(api)))
      api.post(
              API + "/accounts/" + accountId + "/audience-segments/search",
              Map.of("data", Map.of("attributes", filter)))
          .path("data")
          .forEach(segment -> {
            SegmentLocation location = of(accountId, segment);
            (location.readOnly ? shared : own).add(location);
          });
    List<SegmentLocation> found = own.isEmpty() ? shared : own;
    if (found.isEmpty())
      throw new Failure("there is no " + wanted + " in the accounts of the application");
    if (found.size() > 1)
      throw new Failure("several accounts have a " + wanted + "; --account says which");
    return found.getFirst();
  }

  /** Finds the list of that name in the account, or makes it. */
  static SegmentLocation ensured(
      ApiClient api, Optional<String> account, String name, Map<String, Object> attributes) {
    List<String> accounts = account.map(List::of).orElseGet(() -> accounts(api));
    if (accounts.size() != 1)
      throw new Failure("the application has several accounts; --account says which");
    String path =
        "/v1/accounts/"
            + accounts.getFirst()
            + "/audience-segments/by-name/"
            + URLEncoder.encode(name, UTF_8).replace("+", "%20");
    JsonNode segment = api.put(path, Map.of("data", Map.of("attributes", attributes))).path("data");
    return of(accounts.getFirst(), segment);
  }

  private static SegmentLocation of(String accountId, JsonNode segment) {
    String id = segment.path("id").asString();
    JsonNode list = segment.path("attributes").path("contactList");
    String type = list.path("identifierType").asString("");
    return new SegmentLocation(
        accountId,
        id,
        IdentifierType.parse(type)
            .orElseThrow(() -> new Failure("segment " + id + " is no contact list")),
        list.path("isReadOnly").asBoolean(false));
  }

  private static List<String> accounts(ApiClient api) {
    List<String> ids = new ArrayList<>();
    int pages = 1;
    for (int page = 0; page < pages; page++) {
      JsonNode answer = api.get(API + "/accounts?pageIndex=" + page + "&pageSize=100");
      answer.path("data").forEach(account -> ids.add(account.path("id").asString()));
      pages = answer.path("metadata").path("totalPages").asInt(1);
    }
    return ids;
  }

  /** The path of an operation on the list itself. */
  String listPath(String operation) {
    return API + "/audience-segments/" + segmentId + "/contact-list/" + operation;
  }

  /** The path of an operation of the server's own on the list. */
  String ownPath(String operation) {
    return "/v1/accounts/" + accountId + "/audience-segments/" + segmentId + "/" + operation;
  }

  String statisticsPath() {
    return API + "/accounts/" + accountId + "/audience-segments/" + segmentId + "/contact-list";
  }
}
