package dev.rollcall.server.client;

import dev.rollcall.identity.IdentifierType;
import dev.rollcall.server.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A contact list as the API addresses it. */
record SegmentLocation(String accountId, String segmentId, IdentifierType type) {
  /** The version of the API that the commands speak. */
  static final String API = "/2027-01/retail-media";

  /** Looks for the segment in the account, or else in every account granted to the caller. */
  static SegmentLocation find(ApiClient api, Optional<String> account, String segmentId) {
    List<String> accounts = account.map(List::of).orElseGet(() -> accounts(api));
    for (String accountId : accounts) {
      JsonNode found =
          api.post(
                  API + "/accounts/" + accountId + "/audience-segments/search",
                  Map.of(
                      "data",
                      Map.of("attributes", Map.of("audienceSegmentIds", List.of(segmentId)))),
                  ApiClient.Repeat.SAFE)
              .path("data")
              .path(0)
              .path("attributes");
      if (found.isMissingNode()) continue;
      String type = found.path("contactList").path("identifierType").asString("");
      return new SegmentLocation(
          accountId,
          segmentId,
          IdentifierType.parse(type)
              .orElseThrow(() -> new Failure("segment " + segmentId + " is no contact list")));
    }
    throw new Failure("there is no segment " + segmentId + " in the accounts of the application");
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
