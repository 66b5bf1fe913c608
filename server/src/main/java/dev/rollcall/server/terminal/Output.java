package dev.rollcall.server.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.json.JsonMapper;

/** Where a command prints its answer, and where what it says meanwhile. */
public final class Output {
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the answer as JSON.")
  boolean json;

  /**
   * Streams of a process, or of a test.
   *
   * @param terminal whether {@code err} is shown as it comes, so that a line can be redrawn
   */
  public Output(InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  public InputStream in() {
    return in;
  }

  /** Where answers go, help among them. */
  public PrintWriter out() {
    return out;
  }

  public boolean json() {
    return json;
  }

  public boolean terminal() {
    return terminal;
  }

  /** Prints the answer: the value as one line of JSON when that was asked for, else the text. */
  public void answer(Object value, String text) {
    out.println(json ? JsonMapper.shared().writeValueAsString(value) : text.stripTrailing());
    out.flush();
  }

  /** Says something that is not the answer. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** Draws a line over the one drawn before. */
  void redraw(String line) {
    err.print("\r\033[K" + line);
    err.flush();
  }
}
