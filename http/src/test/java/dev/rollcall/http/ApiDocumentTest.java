package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {
  @Test
  void tablesAndTranscriptsAreWhatTheServerSays() throws IOException {
    String written = Files.readString(ApiDocument.FILE);
    assertThat(written).contains("<!-- generated: codes -->", "HTTP/1.1 200");
    assertThat(ApiDocument.worked(written))
        .as("docs/api.md is out of date; running ApiDocument as a program writes it anew")
        .isEqualTo(written);
  }
}
