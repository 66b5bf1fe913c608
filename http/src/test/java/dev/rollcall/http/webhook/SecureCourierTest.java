package dev.rollcall.http.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.compute.webhook.Courier.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages over TLS, to a receiver whose certificate for localhost is made for the test. */
class SecureCourierTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Reply FAILED = new Reply.Unreached("TLS failed");

  @TempDir private Path folder;
  private SSLContext certified;
  private SSLServerSocket receiver;

  @BeforeEach
  void listen() throws Exception {
    certified = certified();
    receiver =
        (SSLServerSocket)
            certified
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    receiver.close();
  }

  /** Has the key of a fresh certificate, and trusts nothing but that. */
  private SSLContext certified() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("receiver", keys.getCertificate("receiver"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private URI url(String host) {
    return URI.create("https://" + host + ":" + receiver.getLocalPort() + "/hook");
  }

  /** Answers one connection; gives what was read from it, or nothing when TLS failed. */
  private CompletableFuture<String> answering() {
    return CompletableFuture.supplyAsync(() -> {
      try (Socket socket = receiver.accept()) {
        byte[] bytes = new byte[65_536];
        int length = socket.getInputStream().read(bytes);
        socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(ISO_8859_1));
        return length < 0 ? "" : new String(bytes, 0, length, UTF_8);
      } catch (SSLException e) {
        return "";
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private Reply send(SocketCourier courier, String host) {
    return courier.send(url(host), Map.of("webhook-id", "msg_1"), "{\"x\":1}");
  }

  @Test
  void a_message_goes_over_tls_to_a_receiver_whose_certificate_is_trusted() {
    try (SocketCourier courier =
        new SocketCourier(Targets.ANY, PATIENCE, certified::getSocketFactory)) {
      CompletableFuture<String> request = answering();
      assertThat(send(courier, "localhost")).isEqualTo(new Reply.Answered(204));
      assertThat(request.join())
          .startsWith("POST /hook HTTP/1.1\r\nhost: localhost:")
          .contains("\r\nwebhook-id: msg_1\r\n")
          .endsWith("\r\n\r\n{\"x\":1}");
    }
  }

  @Test
  void nothing_is_said_to_a_receiver_whose_certificate_is_of_another_name() {
    try (SocketCourier courier =
        new SocketCourier(Targets.ANY, PATIENCE, certified::getSocketFactory)) {
      CompletableFuture<String> request = answering();
      assertThat(send(courier, "127.0.0.1")).isEqualTo(FAILED);
      assertThat(request.join()).isEmpty();
    }
  }

  @Test
  void nothing_is_said_to_a_receiver_that_the_machine_does_not_trust() {
    try (SocketCourier courier = new SocketCourier(Targets.ANY, PATIENCE)) {
      CompletableFuture<String> request = answering();
      assertThat(send(courier, "localhost")).isEqualTo(FAILED);
      assertThat(request.join()).isEmpty();
    }
  }
}
