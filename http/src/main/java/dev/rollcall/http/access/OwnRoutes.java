package dev.rollcall.http.access;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.Access;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Method;
import dev.rollcall.http.Query;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** What an application may ask about itself: who it is, and which accounts are granted to it. */
public final class OwnRoutes {
  private static final int USUAL_PAGE = 25;

  private final Catalog catalog;

  public OwnRoutes(Catalog catalog) {
    this.catalog = catalog;
  }

  public List<Route> routes() {
    return List.of(
        Route.retailMedia(Method.GET, "/me", Version.ALL, new Access.AnyToken(), OwnRoutes::me),
        Route.retailMedia(
            Method.GET, "/accounts", Version.ALL, Permission.ACCOUNTS_READ, this::accounts));
  }

  private static Response me(Call call) {
    Application application = call.application();
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "Application");
          out.writeObjectPropertyStart("attributes");
          out.writeNumberProperty("applicationId", (int) application.id());
          out.writeNumberProperty("organizationId", application.organizationId());
          out.writeStringProperty("name", application.name());
          out.writeNullProperty("description");
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Response accounts(Call call) {
    Query query = call.query();
    Optional<Set<Long>> wanted = query.ids("limitToId");
    int index = query.paging("pageIndex", 0, 0, Integer.MAX_VALUE);
    int size = query.paging("pageSize", USUAL_PAGE, 1, Limits.PAGE);
    Set<Long> granted = call.application().accountIds();
    List<Account> all =
        catalog.read(tables -> tables.accounts().list()).stream()
            .filter(account -> granted.contains(account.id()))
            .filter(account -> wanted.map(ids -> ids.contains(account.id())).orElse(true))
            .toList();
    List<Account> page = all.stream().skip((long) index * size).limit(size).toList();
    PageMetadata metadata = new PageMetadata(call, index, size, all.size());
    return Envelope.data(
        200, out -> Envelope.elements(out, page, OwnRoutes::account), "metadata", metadata);
  }

  private static void account(JsonGenerator out, Account account) {
    out.writeStartObject();
    out.writeStringProperty("type", "RetailMediaAccount");
    out.writeStringProperty("id", Long.toString(account.id()));
    out.writeObjectPropertyStart("attributes");
    out.writeStringProperty("name", account.name());
    out.writeStringProperty("type", account.type().wireName());
    out.writeArrayPropertyStart("countries");
    account.countries().forEach(out::writeString);
    out.writeEndArray();
    out.writeStringProperty("currency", account.currency());
    out.writeStringProperty("timeZone", account.timeZone());
    out.writeStringProperty("parentAccountLabel", account.name());
    out.writeEndObject();
    out.writeEndObject();
  }
}
