package dev.rollcall.storage.file;

import dev.rollcall.compute.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** A value as a line of JSON, and below it a line with its checksum. */
public final class ManifestFile {
  /** Members that are not known are refused, rather than left out and others read as zeros. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new SimpleModule().addSerializer(Snapshot.class, new SnapshotForm()))
          .build();

  private ManifestFile() {}

  /** Writes the file whole or not at all; its name is durable when the folder was forced. */
  public static void write(Path file, Object value) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    JSON.writeValue(content, value);
    content.writeBytes(checksumLine(content.toByteArray()));
    DurableFiles.write(file, content.toByteArray());
  }

  /** Reads the file; an exception names it when it is not what was written. */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int end = 0;
    while (end < content.length && content[end] != '\n') end++;
    byte[] json = Arrays.copyOf(content, end);
    byte[] checksum = checksumLine(json);
    if (!Arrays.equals(content, end, content.length, checksum, 0, checksum.length)) {
      throw new IOException(file + " is damaged");
    }
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new IOException(file + " is not of this version", e);
    }
  }

  private static byte[] checksumLine(byte[] json) {
    CRC32C crc = new CRC32C();
    crc.update(json);
    String line = "\n{\"crc32c\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
