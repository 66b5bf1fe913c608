package dev.rollcall.compute;

import dev.rollcall.members.Members;
import java.util.List;

/** What turns segments' users into audiences' users. Every engine gives the same bytes. */
public interface Engine {
  /**
   * A set that was computed.
   *
   * @param contentId lower-case hex SHA-256 of its canonical bytes
   */
  record Computed(String contentId, long size) {}

  /** Where the sets go. */
  @FunctionalInterface
  interface Sink {
    /** Keeps a set; called from several threads, and again for sets that are equal. */
    void put(String contentId, byte[] canonicalBytes);
  }

  /**
   * Computes every program's users and puts them into the sink.
   *
   * @param segments each slot's segment, as its users
   * @return what each program computed, in their order
   * @throws RuntimeException what the sink threw
   */
  List<Computed> compute(List<Members> segments, List<AudienceProgram> programs, Sink sink);
}
