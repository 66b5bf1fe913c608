package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
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
            Thread.ofVirtual().start(() -> workers.work(SLOW, new StalledBody(), body -> body)));
      assertThat(workers.<byte[]>work(OTHER, new ByteArrayInputStream(new byte[3]), body -> body))
          .hasSize(3);
      goOn.countDown();
      for (Thread upload : uploads) upload.join();
    }
  }
}
