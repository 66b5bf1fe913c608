package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Output;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of a command line inside the test.
 *
 * @param out what it answered
 * @param err what it said
 */
public record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(String... arguments) {
    return of(new ByteArrayInputStream(new byte[0]), arguments);
  }

  static CommandLineRun with(String standardInput, String... arguments) {
    return of(new ByteArrayInputStream(standardInput.getBytes(UTF_8)), arguments);
  }

  private static CommandLineRun of(InputStream in, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Output output = new Output(in, new PrintWriter(out), new PrintWriter(err), false);
    int exitCode = Main.commandLine(output, arguments).execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** All commands there are, to be looked at. */
  static CommandLine commands() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return Main.commandLine(new Output(InputStream.nullInputStream(), nowhere, nowhere, false));
  }
}
