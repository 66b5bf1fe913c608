package dev.rollcall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BodyWorkersTest {
  private static final long SLOW = 1;
  private static final long OTHER = 2;

  private final CountDownLatch goOn = new CountDownLatch(1);

  /** A body that does not come to its end until it is told to. */
  private final class StalledBody extends InputStream {
    @Override
    public int read() {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return read();
    }
  }

  @Test
  void anApplicationThatSendsSlowlyDoesNotKeepOthersWaiting() throws InterruptedException {
    List<Thread> uploads = new ArrayList<>();
    try (BodyWorkers workers = new BodyWorkers(1)) {
      for (int i = 0; i < 200; i++)
        uploads.add(
            Thread.ofVirtual()
                .start(() -> workers.work(SLOW, new StalledBody(), (body, length) -> length)));
      assertThat(workers.<Integer>work(OTHER, bytes(3, 'x'), (body, length) -> length))
          .isEqualTo(3);
      goOn.countDown();
      for (Thread upload : uploads) upload.join();
    }
  }

  private static InputStream bytes(int count, char each) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) each);
    return new ByteArrayInputStream(bytes);
  }

  @Test
  void aBodyComesWholeWhateverItsSize() {
    try (BodyWorkers workers = new BodyWorkers(1)) {
      for (int count : new int[] {0, 1, 65_535, 65_536, 65_537, 9_000_000, 70_000, 2}) {
        byte[] got =
            workers.work(OTHER, bytes(count, 'x'), (body, length) -> Arrays.copyOf(body, length));
        assertThat(got).hasSize(count);
        assertThat(new String(got, ISO_8859_1)).isEqualTo("x".repeat(count));
      }
    }
  }

  @Test
  void nothingOfABodyIsLeftForTheNextOne() {
    try (BodyWorkers workers = new BodyWorkers(1)) {
      byte[] first = workers.work(OTHER, bytes(100_000, 'x'), (body, length) -> body);
      byte[] second = workers.work(OTHER, bytes(10, 'y'), (body, length) -> body);
      assertThat(second).isSameAs(first).containsOnly(0);
      assertThatThrownBy(() ->
              workers.work(
                  OTHER,
                  bytes(10, 'z'),
                  (body, length) -> {
                    throw new IllegalStateException("refused");
                  }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(second).containsOnly(0);
    }
  }
}
