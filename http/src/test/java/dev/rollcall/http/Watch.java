package dev.rollcall.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Function;

/** The API with somebody looking on: every exchange is shown, whoever asks. */
final class Watch implements Function<Request, Response> {
  private final Api api;
  private final Consumer<Exchange> onlooker;

  Watch(Api api, Consumer<Exchange> onlooker) {
    this.api = api;
    this.onlooker = onlooker;
  }

  @Override
  public Response apply(Request request) {
    Copied body = new Copied(request.body());
    Response response =
        api.handle(
            new Request(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.remote(),
                body));
    onlooker.accept(new Exchange(request, body.copy.toByteArray(), response));
    return response;
  }

  /** Keeps what the server reads. */
  private static final class Copied extends FilterInputStream {
    final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    Copied(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) copy.write(read);
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      if (read > 0) copy.write(into, offset, read);
      return read;
    }
  }
}
