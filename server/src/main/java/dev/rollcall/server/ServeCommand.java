package dev.rollcall.server;

import dev.rollcall.server.config.ConfigOption;
import dev.rollcall.server.terminal.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a server until the process is told to end. */
@Command(
    name = "serve",
    description = "Runs a server in the foreground; SIGTERM lets it finish what it accepted.")
final class ServeCommand implements Callable<Integer> {
  private final Output output;

  @Mixin ConfigOption config = new ConfigOption();

  ServeCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    Server server = new Server(config.read(), ServerKind.USUAL);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    output.answer(Map.of("baseUrl", server.url()), "Rollcall listens at " + server.url());
    Thread.currentThread().join();
    return 0;
  }
}
