package io.cairndb.env;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or another owner in this one, holds the lock. */
public final class FileLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  public FileLockedException(Path file) {
    super(file + " is locked by another process");
  }
}
