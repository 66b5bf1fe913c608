package dev.rollcall.http.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes events in the form of {@code text/event-stream}. */
public final class EventWriter {
  private final OutputStream out;
  private boolean wrote;

  EventWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one event.
   *
   * @param id what a client that comes back has seen, without line breaks
   * @param data in one line, as all JSON here is
   */
  public void event(String id, String name, JsonWriter data) {
    write("id: " + id + "\nevent: " + name + "\ndata: ");
    write(Json.bytes(data));
    write("\n\n");
  }

  /** Asks the client to come back this long after the stream ended. */
  void comeBackAfter(int millis) {
    write("retry: " + millis + "\n\n");
  }

  /** A line that means nothing but that somebody is here. */
  void heartbeat() {
    write(":\n\n");
  }

  /** Sends what was written, and tells whether there was anything. */
  boolean flush() throws IOException {
    boolean any = wrote;
    if (any) out.flush();
    wrote = false;
    return any;
  }

  private void write(String text) {
    write(text.getBytes(UTF_8));
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
      wrote = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
