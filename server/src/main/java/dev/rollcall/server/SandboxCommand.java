package dev.rollcall.server;

import dev.rollcall.server.config.Config;
import dev.rollcall.server.sandbox.Welcome;
import dev.rollcall.server.terminal.Output;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a server with something in it to try. */
@Command(
    name = "sandbox",
    description =
        "Runs a server in the foreground with two accounts, two retailers, 100,000 made-up"
            + " shoppers and what they did in half a year, to try things on. Starts again on the same data.")
final class SandboxCommand implements Callable<Integer> {
  private final Output output;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where to listen on this machine: ${DEFAULT-VALUE}; 0 for any free port.")
  int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${sys:rollcall.home:-.}/sandbox-data",
      description = "Where to keep everything: ${DEFAULT-VALUE}. Delete it to begin anew.")
  Path data = Path.of("");

  SandboxCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (output.terminal() && !output.json()) System.setProperty("rollcall.logs", "text");
    Sandbox sandbox = new Sandbox(data);
    Server server = new Server(Config.local(data, port), sandbox);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    Welcome welcome = sandbox.welcome(server);
    output.answer(welcome, welcome.text());
    Thread.ofPlatform().name("sandbox-filling").daemon().start(() -> sandbox.grow(server));
    Thread.currentThread().join();
    return 0;
  }
}
