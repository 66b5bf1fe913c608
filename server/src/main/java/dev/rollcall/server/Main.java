package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.server.admin.AdminCommand;
import dev.rollcall.server.client.ComputationsCommand;
import dev.rollcall.server.client.ComputeCommand;
import dev.rollcall.server.client.EstimateCommand;
import dev.rollcall.server.client.EventsCommand;
import dev.rollcall.server.client.ExplainCommand;
import dev.rollcall.server.client.ExplanationsCommand;
import dev.rollcall.server.client.IdentitiesCommand;
import dev.rollcall.server.client.ImpressionsCommand;
import dev.rollcall.server.client.ListCommand;
import dev.rollcall.server.client.LookupCommand;
import dev.rollcall.server.client.OperationCommand;
import dev.rollcall.server.client.OverlapCommand;
import dev.rollcall.server.client.ProductsCommand;
import dev.rollcall.server.client.ShareCommand;
import dev.rollcall.server.client.SizesCommand;
import dev.rollcall.server.client.WebhooksCommand;
import dev.rollcall.server.config.InvalidConfig;
import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.storage.file.DamagedLog;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program: a list of commands. */
@Command(
    name = "rollcall",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    version = "rollcall 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "A self-hosted audience platform for retail media.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:it could not be done", "2:the command line is wrong"})
public final class Main {
  /** By name, in the order of the help. */
  private static final Map<String, Function<Output, Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("serve", ServeCommand::new);
    COMMANDS.put("sandbox", SandboxCommand::new);
    COMMANDS.put("admin", AdminCommand::with);
    COMMANDS.put("identities", IdentitiesCommand::new);
    COMMANDS.put("products", ProductsCommand::new);
    COMMANDS.put("events", EventsCommand::new);
    COMMANDS.put("list", ListCommand::new);
    COMMANDS.put("share", ShareCommand::new);
    COMMANDS.put("impressions", ImpressionsCommand::new);
    COMMANDS.put("operation", OperationCommand::new);
    COMMANDS.put("webhooks", WebhooksCommand::new);
    COMMANDS.put("sizes", SizesCommand::new);
    COMMANDS.put("estimate", EstimateCommand::new);
    COMMANDS.put("overlap", OverlapCommand::new);
    COMMANDS.put("compute", ComputeCommand::new);
    COMMANDS.put("computations", ComputationsCommand::new);
    COMMANDS.put("lookup", LookupCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("explanations", ExplanationsCommand::new);
  }

  @Mixin final Output output;

  private Main(Output output) {
    this.output = output;
  }

  /** Runs a command line; the process ends with its exit code. */
  public static void main(String[] arguments) {
    Output output =
        new Output(
            System.in,
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            Boolean.getBoolean("rollcall.terminal"));
    System.exit(commandLine(output, arguments).execute(arguments));
  }

  /**
   * The commands, answering to the output: only the one that the arguments begin with, if they do,
   * as picocli takes a fifth of a start to look at all of them.
   */
  static CommandLine commandLine(Output output, String... arguments) {
    String asked = arguments.length == 0 ? "" : arguments[0];
    CommandLine program = new CommandLine(new Main(output));
    COMMANDS.forEach((name, command) -> {
      if (name.equals(asked) || !COMMANDS.containsKey(asked)) {
        program.addSubcommand(command.apply(output));
      }
    });
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(output.out())
        .setExecutionExceptionHandler((thrown, command, parsed) -> failed(output, thrown))
        .setParameterExceptionHandler((thrown, line) -> misused(output, thrown));
  }

  private static int failed(Output output, Exception thrown) {
    boolean expected =
        switch (thrown) {
          case Failure _, InvalidConfig _, DamagedLog _, CatalogUnavailable _ -> true;
          default -> false;
        };
    if (!expected) LoggerFactory.getLogger(Main.class).error("a command failed", thrown);
    output.say("rollcall: " + firstLine(expected ? thrown.getMessage() : thrown.toString()));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int misused(Output output, ParameterException thrown) {
    String command = thrown.getCommandLine().getCommandSpec().qualifiedName();
    output.say(
        "rollcall: %s (%s --help tells more)".formatted(firstLine(thrown.getMessage()), command));
    return CommandLine.ExitCode.USAGE;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
