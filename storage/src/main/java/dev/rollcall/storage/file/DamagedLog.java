package dev.rollcall.storage.file;

import java.nio.file.Path;

/**
 * The log's files are not what was written: opening it would lose what was acknowledged, so it is
 * refused. Nothing was changed; a sound copy of the file mends it.
 */
public final class DamagedLog extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long offset;

  DamagedLog(Path file, long offset, String fault) {
    super("the amendment log is damaged in " + file + " at offset " + offset + ": " + fault);
    this.file = file;
    this.offset = offset;
  }

  public Path file() {
    return file;
  }

  /** Bytes before the damage. */
  public long offset() {
    return offset;
  }
}
