package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.http.json.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final Accepts TEN = new Accepts(Set.of(Accepts.JSON), 10);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private static InputStream open(InputStream body, Map<String, String> headers) {
    return Bodies.open(new Request("POST", "/", "", Headers.of(headers), HERE, body), TEN);
  }

  private static InputStream bytes(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private static void refuses(InputStream body, Map<String, String> headers, String code) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> open(body, headers).readAllBytes());
    assertThat(refusal.problem().code().code()).isEqualTo(code);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void aBodyIsReadUpToTheBoundAndNoFurther() throws IOException {
    assertThat(open(bytes(10), Map.of()).readAllBytes()).hasSize(10);
    refuses(bytes(11), Map.of(), "body-too-large");
    refuses(bytes(0), Map.of("Content-Length", "11"), "body-too-large");
    refuses(bytes(0), Map.of("Content-Length", "many"), "invalid-value");
    InputStream skipped = open(bytes(11), Map.of());
    assertThat(catchThrowableOfType(Refusal.class, () -> skipped.skipNBytes(11))).isNotNull();
  }

  @Test
  void theBoundIsOnWhatInflationGives() throws IOException {
    Accepts hundred = new Accepts(Set.of(Accepts.JSON), 100);
    Headers zipped = Headers.of(Map.of("content-encoding", "GZIP"));
    byte[] small = gzip(new byte[100]);
    assertThat(
            Bodies.open(
                    new Request("POST", "/", "", zipped, HERE, new ByteArrayInputStream(small)),
                    hundred)
                .readAllBytes())
        .hasSize(100);
    InputStream bomb = new ByteArrayInputStream(gzip(new byte[10_000]));
    assertThat(
            catchThrowableOfType(
                    Refusal.class,
                    () ->
                        Bodies.open(new Request("POST", "/", "", zipped, HERE, bomb), hundred)
                            .readAllBytes())
                .problem()
                .code()
                .code())
        .isEqualTo("body-too-large");
  }

  @Test
  void aBodyThatBreaksOffIsTheClientsFault() throws IOException {
    byte[] whole = gzip("{}".getBytes(StandardCharsets.UTF_8));
    Accepts accepts = new Accepts(Set.of(Accepts.JSON), 1_000);
    Headers zipped = Headers.of(Map.of("content-encoding", "gzip"));
    InputStream half = new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 3));
    assertThat(
            catchThrowableOfType(
                    Refusal.class,
                    () ->
                        Bodies.open(new Request("POST", "/", "", zipped, HERE, half), accepts)
                            .readAllBytes())
                .problem()
                .code()
                .status())
        .isEqualTo(400);
    InputStream gone =
        new ByteArrayInputStream(new byte[1]) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            throw new IllegalStateException("connection reset");
          }
        };
    refuses(gone, Map.of(), "invalid-value");
  }

  @Test
  void aRouteThatReadsNothingIsNotAskedWhatItIsSent() throws IOException {
    Request request =
        new Request(
            "POST", "/", "", Headers.of(Map.of("content-type", "text/plain")), HERE, bytes(11));
    assertThat(Bodies.open(request, Accepts.NOTHING).readAllBytes()).isEmpty();
  }
}
