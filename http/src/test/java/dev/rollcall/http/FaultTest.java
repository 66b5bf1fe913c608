package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FaultTest {
  @Test
  void kindsAndPlacesAreKeptAndMessagesAreNot() {
    Throwable thrown =
        new IllegalStateException("john@example.com", new IOException("jane@example.com"));
    StringWriter log = new StringWriter();
    new Fault(thrown).printStackTrace(new PrintWriter(log));
    assertThat(log.toString())
        .contains("java.lang.IllegalStateException", "java.io.IOException", "FaultTest.java")
        .doesNotContain("example.com");
  }
}
