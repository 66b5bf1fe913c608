package dev.rollcall.bench.system;

import dev.rollcall.bench.load.AddRequest;
import dev.rollcall.bench.load.Kind;
import dev.rollcall.bench.load.Load;
import java.io.IOException;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers to be added to one list, in requests of the greatest size there is.
 *
 * @param numberAt the identifier's number in each place
 */
record Feed(Client client, String list, Kind kind, LongUnaryOperator numberAt) {
  /** Identifiers in one request, at most. */
  static final int CHUNK = 50_000;

  /** Plain e-mail addresses. */
  static Feed emails(Client client, String list, LongUnaryOperator numberAt) {
    return new Feed(client, list, Kind.EMAIL, numberAt);
  }

  /**
   * Adds the identifiers of all places up to a count, as fast as they are taken; all full requests,
   * then the rest.
   */
  Load.Result send(int connections, long count) throws IOException {
    Load.Result result = send(connections, 0, count / CHUNK);
    int rest = (int) (count % CHUNK);
    if (rest > 0) {
      AddRequest last = client.add(list, kind, rest);
      boolean[] sent = {false};
      Load.closed(
          client.server(),
          1,
          (connection, answer) -> {
            boolean first = !sent[0];
            sent[0] = true;
            return first ? last.of(count - rest, numberAt) : null;
          });
    }
    return result;
  }

  /**
   * Adds so many full requests as fast as they are taken, or at a pace of so many identifiers a
   * second.
   */
  Load.Result send(int connections, double perSecond, long requests) throws IOException {
    Load.Source source = source(connections, requests);
    return perSecond == 0
        ? Load.closed(client.server(), connections, source)
        : Load.paced(client.server(), connections, perSecond / CHUNK, source);
  }

  private Load.Source source(int connections, long requests) {
    @Nullable AddRequest[] own = new @Nullable AddRequest[connections];
    for (int i = 0; i < connections; i++) own[i] = client.add(list, kind, CHUNK);
    long[] next = {0};
    return (connection, last) -> {
      AddRequest request = own[connection];
      if (next[0] == requests || request == null) return null;
      return request.of(CHUNK * next[0]++, numberAt);
    };
  }
}
