package dev.rollcall.server.admin;

import dev.rollcall.server.terminal.Output;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The operator's commands, one group for each kind of thing. */
@Command(
    name = "admin",
    description =
        "Adds and changes accounts, retailers, applications and line items, while a server runs or"
            + " not.")
public final class AdminCommand {
  private AdminCommand() {}

  public static CommandLine with(Output output) {
    return new CommandLine(new AdminCommand())
        .addSubcommand(new AccountsCommand(output))
        .addSubcommand(new RetailersCommand(output))
        .addSubcommand(new ApplicationsCommand(output))
        .addSubcommand(new LineItemsCommand(output));
  }
}
