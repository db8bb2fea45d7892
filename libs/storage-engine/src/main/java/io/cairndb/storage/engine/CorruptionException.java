package io.cairndb.storage.engine;

import java.io.IOException;
import java.nio.file.Path;

/** Stored bytes are not what was written. Nothing has been overwritten when this is thrown. */
public final class CorruptionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long offset;
  private final String detail;

  /** Damage found at {@code offset} of {@code file}. */
  public CorruptionException(Path file, long offset, String detail) {
    super("corruption in " + file + " at byte " + offset + ": " + detail);
    this.file = file;
    this.offset = offset;
    this.detail = detail;
  }

  /** What is wrong there. */
  public String detail() {
    return detail;
  }

  public Path file() {
    return file;
  }

  /** Where in the file the damage was noticed. */
  public long offset() {
    return offset;
  }
}
