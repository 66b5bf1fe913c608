package dev.rollcall.bench.peer;

/**
 * A system that the same work is put to. Starting one takes a constructor; what cannot be started
 * throws {@link Absent}.
 */
interface Peer extends AutoCloseable {
  /** A system that is not on this machine. */
  final class Absent extends Exception {
    private static final long serialVersionUID = 1;

    Absent(String why) {
      super(why);
    }
  }

  /** Starts a system. */
  @FunctionalInterface
  interface Start {
    Peer start() throws Exception;
  }

  /** A process of the peer's, without what the launcher tunes for Rollcall's own. */
  static ProcessBuilder process(java.util.List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("GLIBC_TUNABLES");
    return builder;
  }

  /** What is kept when the power fails right after an add. */
  default String durability() {
    return "forced to disk";
  }

  /** Brings all lists in, by the best way there is. */
  void load(Work work) throws Exception;

  /** Puts users on a list, as durably as it is told. */
  void add(int list, int[] users) throws Exception;

  /** Whether a user is on a list. */
  boolean contains(int list, int user) throws Exception;

  /** How many users an audience has. */
  long count(Work.Audience audience) throws Exception;

  /** How many lists, or audiences, one user is on. */
  int lookup(int user) throws Exception;

  /** Computes audiences and keeps their users; all of them at once, or one by one. */
  void compute(java.util.List<Work.Audience> audiences) throws Exception;

  /** Audiences that are computed for the figure, to be scaled to all. */
  default int sample() {
    return 10;
  }

  /** Stops the system. */
  @Override
  void close() throws java.io.IOException, java.sql.SQLException;

  /** Bytes taken by the lists. */
  double bytes() throws Exception;
}
