package dev.rollcall.server.admin;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.server.admin.Applications.Issued;
import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applications in the catalog. */
@Command(name = "applications", description = "Applications: clients of the API.")
final class ApplicationsCommand {
  private final Output output;

  ApplicationsCommand(Output output) {
    this.output = output;
  }

  /** What an application may do, and on what. */
  static final class Grants {
    @Option(
        names = "--permission",
        split = ",",
        paramLabel = "NAME",
        description = "By its name, such as \"Audiences Manage\"; \"all\" for all there are.")
    Set<String> permissions = Set.of();

    @Option(names = "--account", split = ",", paramLabel = "ID")
    Set<Long> accounts = Set.of();

    Set<Permission> permissions() {
      if (permissions.contains("all")) return EnumSet.allOf(Permission.class);
      return permissions.stream()
          .map(name -> Permission.parse(name).orElseThrow(() -> unknown(name)))
          .collect(Collectors.toSet());
    }

    private static Failure unknown(String name) {
      return new Failure(
          "there is no permission "
              + name
              + "; there are "
              + EnumSet.allOf(Permission.class).stream()
                  .map(Permission::wireName)
                  .collect(Collectors.joining(", ")));
    }
  }

  /** Which application. */
  static final class Target {
    @Parameters(index = "0", paramLabel = "ID", description = "The application.")
    long id;
  }

  @Command(description = "Adds an application and shows its secret, this once.")
  int add(
      @Mixin CatalogOption catalog,
      @Option(names = "--name", required = true) String name,
      @Mixin Grants grants,
      @Option(
              names = "--rate-limit",
              paramLabel = "N",
              defaultValue = "0",
              description = "Requests a minute; 0 for the server's default.")
          int rateLimit) {
    return secret(
        catalog, a -> a.add(name, grants.permissions(), grants.accounts, limit(rateLimit)));
  }

  @Command(description = "Lists all applications.")
  int list(@Mixin CatalogOption catalog) {
    return answer(catalog, Applications::list);
  }

  @Command(
      name = "rotate-secret",
      description = "Gives an application another secret and shows it, this once.")
  int rotateSecret(@Mixin CatalogOption catalog, @Mixin Target target) {
    return secret(catalog, a -> a.rotateSecret(target.id));
  }

  @Command(description = "Shuts an application out; its tokens are of no use any more.")
  int disable(@Mixin CatalogOption catalog, @Mixin Target target) {
    return answer(catalog, a -> List.of(a.enable(target.id, false)));
  }

  @Command(description = "Lets a disabled application in again.")
  int enable(@Mixin CatalogOption catalog, @Mixin Target target) {
    return answer(catalog, a -> List.of(a.enable(target.id, true)));
  }

  @Command(description = "Gives an application permissions and accounts.")
  int grant(@Mixin CatalogOption catalog, @Mixin Target target, @Mixin Grants grants) {
    return answer(catalog, a -> List.of(a.grant(target.id, grants.permissions(), grants.accounts)));
  }

  @Command(description = "Takes permissions and accounts from an application.")
  int revoke(@Mixin CatalogOption catalog, @Mixin Target target, @Mixin Grants grants) {
    return answer(
        catalog, a -> List.of(a.revoke(target.id, grants.permissions(), grants.accounts)));
  }

  @Command(name = "rate-limit", description = "Gives an application a rate limit of its own.")
  int rateLimit(
      @Mixin CatalogOption catalog,
      @Mixin Target target,
      @Parameters(
              index = "1",
              paramLabel = "N",
              description = "Requests a minute; 0 for the server's default.")
          int requestsPerMinute) {
    return answer(catalog, a -> List.of(a.limit(target.id, limit(requestsPerMinute))));
  }

  private static OptionalInt limit(int requestsPerMinute) {
    if (requestsPerMinute < 0) throw new Failure("a rate limit is a positive number");
    return requestsPerMinute == 0 ? OptionalInt.empty() : OptionalInt.of(requestsPerMinute);
  }

  private int answer(CatalogOption catalog, Function<Applications, List<Application>> work) {
    List<Application> applications =
        catalog.with(c -> work.apply(new Applications(c, new SecureRandom())));
    Table table =
        new Table("ID", "NAME", "CLIENT ID", "ENABLED", "RATE LIMIT", "ACCOUNTS", "PERMISSIONS");
    for (Application a : applications)
      table.row(
          a.id(),
          a.name(),
          a.clientId(),
          a.enabled() ? "yes" : "no",
          a.requestsPerMinute().isPresent() ? a.requestsPerMinute().getAsInt() : "default",
          Ids.text(a.accountIds()),
          String.join(", ", names(a.permissions())));
    output.answer(applications.stream().map(ApplicationsCommand::json).toList(), table.toString());
    return 0;
  }

  private int secret(CatalogOption catalog, Function<Applications, Issued> work) {
    Issued issued = catalog.with(c -> work.apply(new Applications(c, new SecureRandom())));
    Map<String, Object> json = json(issued.application());
    json.put("clientSecret", issued.secret());
    output.answer(
        json,
        """
        application    %d %s
        client id      %s
        client secret  %s
        The secret is not kept and cannot be shown again.\
        """
            .formatted(
                issued.application().id(),
                issued.application().name(),
                issued.application().clientId(),
                issued.secret()));
    return 0;
  }

  private static Map<String, Object> json(Application application) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", Long.toString(application.id()));
    json.put("name", application.name());
    json.put("clientId", application.clientId());
    json.put("enabled", application.enabled());
    application.requestsPerMinute().ifPresent(limit -> json.put("requestsPerMinute", limit));
    json.put("accounts", Ids.strings(application.accountIds()));
    json.put("permissions", names(application.permissions()));
    return json;
  }

  private static List<String> names(Set<Permission> permissions) {
    return permissions.stream().sorted().map(Permission::wireName).toList();
  }
}
