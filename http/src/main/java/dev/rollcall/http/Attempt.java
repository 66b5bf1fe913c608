package dev.rollcall.http;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.http.json.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** A request under a key on its way to its answer: its body is hashed as it is read. */
public final class Attempt {
  private final JoiningCatalog catalog;
  private final Clock clock;
  private final SafeRetry.Key key;
  private final Mac hash;
  private final HashedStream body;
  private final UnaryOperator<byte[]> sealed;
  private @Nullable RetryKey retryKey;
  private @Nullable KeptAnswer made;
  private boolean kept;

  /**
   * @param hash what tells the request from another, begun with all but its body
   * @param sealed the body of an answer as it is kept
   */
  Attempt(
      JoiningCatalog catalog,
      Clock clock,
      SafeRetry.Key key,
      Mac hash,
      InputStream body,
      UnaryOperator<byte[]> sealed) {
    this.catalog = catalog;
    this.clock = clock;
    this.key = key;
    this.hash = hash;
    this.body = new HashedStream(body);
    this.sealed = sealed;
  }

  /** The body, for the route to read. */
  InputStream body() {
    return body;
  }

  /**
   * What goes with the effect of the request: its key, and the hash of what was asked under it. The
   * body is read to its end.
   *
   * @throws Refusal when it breaks off: nobody knows then what is asked
   */
  RetryKey retryKey() {
    if (retryKey != null) return retryKey;
    try {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      body.broken = true;
    }
    if (body.broken)
      throw new Refusal(ProblemCode.INVALID_VALUE.because("The body could not be read to its end"));
    ByteBuffer request = ByteBuffer.wrap(hash.doFinal());
    RetryKey made = new RetryKey(key.hi(), key.lo(), request.getLong(), request.getLong());
    retryKey = made;
    return made;
  }

  /** Whether all of the body came. */
  boolean whole() {
    try {
      retryKey();
      return true;
    } catch (Refusal refusal) {
      return false;
    }
  }

  /** Whether this is the request that the key was first given to. */
  boolean is(@Nullable RetryKey first) {
    return retryKey().equals(first);
  }

  /** Whether this is what an operation was asked by. */
  boolean made(Operation operation) {
    return is(operation.retry());
  }

  /** Changes the catalog and keeps the answer at once. */
  Response together(Supplier<Response> work) {
    RetryKey whole = retryKey();
    Response response = catalog.together(work, (tables, answer) -> keep(tables, whole, answer));
    kept = true;
    return response;
  }

  /**
   * The answer, to be kept by what has the effect, as one with it: what throws instead has no
   * effect and no answer.
   */
  KeptAnswer kept(Response response) {
    kept = true;
    return answer(retryKey(), response);
  }

  /**
   * Makes the answer for what has the effect, and has it as one with it, ahead of the catalog,
   * where {@link #keep} puts it then.
   */
  Function<Response, KeptAnswer> ahead() {
    RetryKey whole = retryKey();
    return response -> {
      KeptAnswer answer = answer(whole, response);
      made = answer;
      return answer;
    };
  }

  /** The answer that the effect was given. */
  Optional<KeptAnswer> made() {
    return Optional.ofNullable(made);
  }

  /** Keeps the answer to what changed nothing, or by itself; once. */
  void keep(Response response) {
    if (kept || !whole()) return;
    KeptAnswer answer = made().orElseGet(() -> answer(retryKey(), response));
    catalog.count(tables -> {
      tables.answers().put(answer);
      return true;
    });
    kept = true;
  }

  private void keep(Catalog.Tables tables, RetryKey whole, Response response) {
    tables.answers().put(answer(whole, response));
  }

  private KeptAnswer answer(RetryKey whole, Response response) {
    return new KeptAnswer(
        key.applicationId(),
        whole,
        clock.instant(),
        response.status(),
        response.headers(),
        sealed.apply(response.body()));
  }

  /** Hashes what is read, and remembers that it could not be read. */
  private final class HashedStream extends FilterInputStream {
    private boolean broken;

    HashedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int read = super.read(into, offset, length);
        if (read > 0) hash.update(into, offset, read);
        return read;
      } catch (IOException | RuntimeException e) {
        broken = true;
        throw e;
      }
    }

    /** Read, so that it counts. */
    @Override
    public long skip(long bytes) throws IOException {
      byte[] skipped = new byte[(int) Math.min(Math.max(bytes, 0), 8 << 10)];
      return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
