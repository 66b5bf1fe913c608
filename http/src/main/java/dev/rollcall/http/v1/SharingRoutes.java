package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.DELETE;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.PUT;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Sharing;
import dev.rollcall.audience.Sharings;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Shares contact lists of retailers' own accounts with other accounts. */
public final class SharingRoutes {
  /** Accounts that a list is shared with by name, at most. */
  private static final int MAX_ACCOUNTS = 1_000;

  private static final String SHARING = "/accounts/{account}/audience-segments/{segment}/sharing";
  private static final String STATUSES =
      Arrays.stream(Sharing.Status.values())
          .map(Sharing.Status::wireName)
          .collect(Collectors.joining(", "));

  private final Sharings sharings;

  public SharingRoutes(Sharings sharings) {
    this.sharings = sharings;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(GET, SHARING, AUDIENCES_READ, this::get),
        Route.own(PUT, SHARING, AUDIENCES_MANAGE, this::put),
        Route.own(DELETE, SHARING, AUDIENCES_MANAGE, this::delete));
  }

  private Response get(Call call) {
    return answer(Outcomes.value(sharings.find(call.id("account"), call.id("segment"))));
  }

  private Response put(Call call) {
    Sharing wanted = read(call.json().at("data").at("attributes"));
    return call.together(() ->
        answer(Outcomes.value(sharings.share(call.id("account"), call.id("segment"), wanted))));
  }

  private Response delete(Call call) {
    return call.together(() -> {
      Outcomes.value(sharings.share(call.id("account"), call.id("segment"), Sharing.NONE));
      return Response.empty(204);
    });
  }

  private static Sharing read(JsonValue attributes) {
    JsonValue status = attributes.at("sharingStatus");
    String name = status.string();
    Sharing.Status wanted =
        Arrays.stream(Sharing.Status.values())
            .filter(known -> known.wireName().equals(name))
            .findFirst()
            .orElseThrow(() -> status.notA("one of " + STATUSES));
    JsonValue accounts = attributes.at("accountIds");
    Set<Long> accountIds = accounts.optional().map(JsonValue::ids).orElse(Set.of());
    if (accountIds.size() > MAX_ACCOUNTS)
      throw accounts.refusal(ProblemCode.BULK_LIMIT_EXCEEDED, "has more than " + MAX_ACCOUNTS);
    boolean statistics =
        attributes.at("statisticsAllowed").optional().map(JsonValue::bool).orElse(false);
    return switch (wanted) {
      case NOT_SHARED -> Sharing.NONE;
      case ALL -> Sharing.withAll(statistics);
      case CHOSEN -> Sharing.with(some(accounts, accountIds), statistics);
    };
  }

  private static Set<Long> some(JsonValue accounts, Set<Long> accountIds) {
    if (accountIds.isEmpty()) throw accounts.required().notA("the ids of some accounts");
    return accountIds;
  }

  private static Response answer(Sharings.Shared shared) {
    return Envelope.data(200, out -> write(out, shared));
  }

  private static void write(JsonGenerator out, Sharings.Shared shared) {
    Sharing sharing = shared.segment().sharing();
    OperationJson.head(out, shared.segment().id(), "ContactListSharing");
    out.writeStringProperty("sharingStatus", sharing.status().wireName());
    Envelope.array(
        out, "accountIds", sharing.accountIds(), (o, id) -> o.writeString(Long.toString(id)));
    out.writeBooleanProperty("statisticsAllowed", sharing.statistics());
    Envelope.array(
        out,
        "usedBy",
        shared.usedBy(),
        (o, use) -> {
          o.writeStartObject();
          o.writeStringProperty("accountId", Long.toString(use.accountId()));
          o.writeStringProperty("accountName", use.accountName());
          o.writeNumberProperty("audiences", use.audiences());
          o.writeEndObject();
        });
    out.writeEndObject();
    out.writeEndObject();
  }
}
