package dev.rollcall.storage.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A value as a line of JSON, and below it a line with its checksum. */
public final class ManifestFile {
  /** Members that are not known are refused, rather than left out and others read as zeros. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ManifestFile() {}

  /** Writes the file whole or not at all; its name is durable when the folder was forced. */
  public static void write(Path file, Object value) throws IOException {
    String json = JSON.writeValueAsString(value);
    DurableFiles.write(file, (json + checksumLine(json)).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the file; an exception names it when it is not what was written. */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int end = content.indexOf('\n');
    String json = content.substring(0, Math.max(0, end));
    if (!content.equals(json + checksumLine(json))) {
      throw new IOException(file + " is damaged");
    }
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new IOException(file + " is not of this version", e);
    }
  }

  private static String checksumLine(String json) {
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return "\n{\"crc32c\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}\n";
  }
}
