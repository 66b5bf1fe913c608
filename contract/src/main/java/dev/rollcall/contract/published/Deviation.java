package dev.rollcall.contract.published;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One thing in which the answers differ from the published documents on purpose.
 *
 * @param what matches the violation, written {@code "POST /{version}/... 200 /place: keyword
 *     member"}
 * @param reason for a person to read
 */
public record Deviation(Pattern what, String reason) {
  private Deviation(String what, String reason) {
    this(Pattern.compile(what), reason);
  }

  boolean covers(String violation) {
    return what.matcher(violation).matches();
  }

  /** All of them; whatever else differs is a fault. */
  public static final List<Deviation> ALL =
      List.of(
          new Deviation(
              "POST .*/contact-list/add-remove 200 /data: additionalProperties (type|attributes)",
              "Two shapes of the receipt are published, and clients of both are served."),
          new Deviation(
              "POST .*/contact-list/add-remove 200 : additionalProperties report",
              "Every refused identifier is named beside the receipt when the request asks for it."),
          new Deviation(
              "POST .*/contact-list/clear 201: status not published",
              "The guides, and the clients written to them, have 201 where the document has 204."),
          new Deviation(
              "(POST|PATCH) /\\{version}/retail-media/accounts/[^/]+/audiences(/create|/delete)?: not published",
              "An audience has to be made somewhere: the stable versions have the preview's operations too."),
          new Deviation(
              "GET /\\{version}/retail-media/accounts: not published",
              "A client of the preview finds its accounts there, as it does in the stable versions."),
          new Deviation(
              "GET /\\{version}/retail-media/accounts [45].. /\\*: additionalProperties traceIdentifier",
              "Every problem names its trace twice, for clients of either name."));
}
