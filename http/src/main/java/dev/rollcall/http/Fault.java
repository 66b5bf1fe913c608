package dev.rollcall.http;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exception as the log may have it: kinds, places and causes, without the messages, which may
 * quote the request.
 */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Fault(Throwable thrown) {
    this(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private Fault(Throwable thrown, Set<Throwable> above) {
    super(thrown.getClass().getName(), cause(thrown, above), false, true);
    setStackTrace(thrown.getStackTrace());
  }

  private static @Nullable Throwable cause(Throwable thrown, Set<Throwable> above) {
    Throwable cause = thrown.getCause();
    return cause != null && above.add(cause) ? new Fault(cause, above) : null;
  }
}
