package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Identities;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.compute.Timetable;
import dev.rollcall.http.Route;
import dev.rollcall.server.admin.Applications;
import dev.rollcall.server.admin.Directory;
import dev.rollcall.server.config.Config;
import dev.rollcall.server.sandbox.ClockRoute;
import dev.rollcall.server.sandbox.SandboxClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A whole server inside the test, on any free port, with one account, one retailer and an
 * application that may do everything; its clock can be moved as a sandbox's can.
 */
public final class RunningServer implements AutoCloseable {
  private static final int UNHURRIED = 1_000_000;

  private final Config config;
  private final Clock clock;
  private Server server;
  private final Directory directory;
  private final Applications applications;
  private final Retailer retailer;
  private final Account account;
  private final Application application;
  private final String secret;

  /** Starts a server on an empty folder. */
  public RunningServer(Path data) {
    this(Config.local(data, 0), Clock.systemUTC());
  }

  /**
   * @param config of an empty folder
   * @param clock what the server goes by until its clock is moved
   */
  public RunningServer(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
    server = started();
    SecureRandom random = new SecureRandom();
    directory = new Directory(server.stores().catalog(), random);
    applications = new Applications(server.stores().catalog(), random);
    retailer = directory.addRetailer("Grocer", Publication.CONTINUOUS);
    account = newAccount("Brand", AccountType.DEMAND);
    Applications.Issued issued =
        applications.add(
            "Everything",
            EnumSet.allOf(Permission.class),
            Set.of(account.id()),
            OptionalInt.of(UNHURRIED));
    application = issued.application();
    secret = issued.secret();
  }

  private Server started() {
    return new Server(config, new Movable(new SandboxClock(clock)));
  }

  /** Ends the server and starts another on its folder, whose clock is not moved. */
  void restart() {
    server.close();
    server = started();
  }

  /** A server whose clock moves when it is told to. */
  private record Movable(SandboxClock clock) implements ServerKind {
    @Override
    public void prepare(Stores stores, Identities identities, ContactLists lists) {}

    @Override
    public List<Route> routes(Timetable timetable) {
      return new ClockRoute(clock, timetable::wake).routes();
    }
  }

  private Account newAccount(String name, AccountType type) {
    return directory.addAccount(name, type, List.of(), "EUR", "UTC", Set.of(retailer.id()));
  }

  /** Adds another account of the retailer, which the application may use too; returns its id. */
  String addAccount(String name, AccountType type) {
    long id = newAccount(name, type).id();
    applications.grant(application.id(), Set.of(), Set.of(id));
    return Long.toString(id);
  }

  /** What the server keeps. */
  Stores stores() {
    return server.stores();
  }

  public String accountId() {
    return Long.toString(account.id());
  }

  public String retailerId() {
    return Long.toString(retailer.id());
  }

  /** A client that may do everything. */
  public Wire signIn() throws IOException {
    return Wire.signIn(URI.create(server.url()), application.clientId(), secret);
  }

  /** Runs a command of the program against this server; returns what it answered. */
  public String run(String... arguments) {
    CommandLineRun run = tryToRun("", arguments);
    assertThat(run.exitCode()).as("%s", run).isZero();
    return run.out();
  }

  /** Runs a command that may fail, with this on its standard input. */
  CommandLineRun tryToRun(String standardInput, String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(
        List.of(
            "--url", server.url(),
            "--client-id", application.clientId(),
            "--client-secret", secret));
    return CommandLineRun.with(standardInput, line.toArray(String[]::new));
  }

  /** Runs a command that the server refuses, or that fails before; returns its one line. */
  String refused(String... arguments) {
    CommandLineRun run = tryToRun("", arguments);
    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("rollcall: ").hasLineCount(1);
    return run.err().strip().substring("rollcall: ".length());
  }

  @Override
  public void close() {
    server.close();
  }
}
