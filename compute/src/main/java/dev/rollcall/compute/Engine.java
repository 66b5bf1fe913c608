package dev.rollcall.compute;

import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What turns segments' users into audiences' users. Every engine gives the same bytes. */
public interface Engine {
  /**
   * A set to compute.
   *
   * @param before what it was before, when it is known where it may have changed since
   */
  record Task(AudienceProgram program, Optional<Before> before) {
    /** A set to compute from nothing. */
    public static Task whole(AudienceProgram program) {
      return new Task(program, Optional.empty());
    }
  }

  /**
   * A set as it was before.
   *
   * @param changed the blocks in which a segment of the set's changed since
   */
  record Before(String contentId, BitSet changed) {}

  /**
   * A set that was computed.
   *
   * @param contentId lower-case hex SHA-256 of its canonical bytes
   */
  record Computed(String contentId, long size) {}

  /** Where sets are kept. */
  interface Sets {
    /**
     * Keeps a set under its content id; done with its bytes when this returns. Safe to call again,
     * and from several threads.
     */
    void put(String contentId, CanonicalSet set);

    /**
     * The canonical bytes of a set that was put, unchecked.
     *
     * @throws IllegalStateException naming the set when it is missing
     */
    ByteBuffer bytes(String contentId);
  }

  /**
   * Computes every task's users and puts them where sets are kept.
   *
   * @param segments each slot's segment, as its users
   * @return what each task computed, in their order
   * @throws RuntimeException what {@code sets} threw
   */
  List<Computed> compute(List<Members> segments, List<Task> tasks, Sets sets);
}
