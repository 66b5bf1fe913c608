package dev.rollcall.server.client;

import dev.rollcall.identity.Digester;
import dev.rollcall.identity.InvalidIdentifier;
import dev.rollcall.server.terminal.Progress;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Sends a file of identifiers to a contact list, chunk by chunk. What the server acknowledged is
 * remembered, so that the same upload started again goes on behind it: identifiers are checked here
 * by the server's rules, so the same file always falls into the same chunks.
 */
final class ListUpload {
  private final ApiClient api;
  private final SegmentLocation list;
  private final boolean add;
  private final Optional<UploadState> state;
  private UploadState.Acknowledged acknowledged;
  private final Digester digester = new Digester();
  private final long[] digest = new long[2];
  private long rows;
  private long chunks;
  private long sent;
  private long refusedByServer;

  /**
   * @param state where to remember what is acknowledged, or empty for input that comes but once
   * @param acknowledged what was acknowledged before
   */
  ListUpload(
      ApiClient api,
      SegmentLocation list,
      boolean add,
      Optional<UploadState> state,
      UploadState.Acknowledged acknowledged) {
    this.api = api;
    this.list = list;
    this.add = add;
    this.state = state;
    this.acknowledged = acknowledged;
  }

  /**
   * How it went.
   *
   * @param rows identifiers in the file
   * @param valid those that were sent, now or before an interruption
   * @param resumedAfter requests that an interrupted upload had sent before
   */
  record Result(long rows, long valid, long requests, long resumedAfter) {}

  /** Opens a replacement to send to in the place of the list, unless that was done before. */
  void replace() {
    if (!acknowledged.replacement().isEmpty()) return;
    remember("", 0);
    JsonNode opened =
        api.post(list.ownPath("replace"), "application/json", new byte[0], key("open"));
    remember(opened.path("data").path("id").asString(), 0);
  }

  /** The path of something about the replacement; of itself for nothing. */
  String replacementPath(String what) {
    String path = list.ownPath("replace/" + acknowledged.replacement());
    return what.isEmpty() ? path : path + "/" + what;
  }

  private String amendmentPath() {
    return acknowledged.replacement().isEmpty()
        ? list.listPath("add-remove")
        : replacementPath("add-remove");
  }

  /** Forgets how far it came: all is done. */
  void done() {
    state.ifPresent(UploadState::remove);
  }

  Result send(InputFile file, IdentifierRows identifiers, RowReport report, Progress progress)
      throws IOException {
    long before = acknowledged.chunks();
    remember(acknowledged.replacement(), before);
    Chunk chunk = new Chunk(add);
    while (identifiers.next()) {
      rows++;
      if (!check(identifiers, report)) continue;
      chunk.add(identifiers.bytes(), identifiers.from(), identifiers.to());
      if (chunk.isFull()) {
        send(chunk);
        chunk = new Chunk(add);
        progress.show(file.fraction(), sent);
      }
    }
    if (chunk.size() > 0) send(chunk);
    report.addUnnamed(refusedByServer);
    return new Result(rows, sent - refusedByServer, chunks, before);
  }

  /** Whether the row is an identifier; if not, it is reported. */
  private boolean check(IdentifierRows row, RowReport report) {
    if (!row.hasCell()) {
      report.add(row.line(), "column-missing", "The row ends before the column or in a quote.");
      return false;
    }
    InvalidIdentifier wrong =
        digester.digest(list.type(), row.bytes(), row.from(), row.to(), digest, 0);
    if (wrong != null) report.add(row.line(), wrong.code(), wrong.remedy());
    return wrong == null;
  }

  private void send(Chunk chunk) {
    chunks++;
    sent += chunk.size();
    if (chunks <= acknowledged.chunks()) return;
    refusedByServer +=
        api.post(amendmentPath(), "application/json", chunk.body(), key(Long.toString(chunks)))
            .path("data")
            .path("nbInvalidIdentifiers")
            .asLong(0);
    remember(acknowledged.replacement(), chunks);
  }

  /**
   * The key of a request of this upload, whichever process sends it. Another upload of the same
   * file has other keys: there may be reason to send it twice.
   */
  private String key(String request) {
    return acknowledged.run() + "-" + request;
  }

  private void remember(String replacement, long count) {
    acknowledged =
        new UploadState.Acknowledged(
            acknowledged.upload(), acknowledged.version(), acknowledged.run(), replacement, count);
    state.ifPresent(s -> s.write(acknowledged));
  }
}
