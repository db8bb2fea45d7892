package io.cairndb.storage.engine;

import java.io.IOException;
import java.nio.file.Path;

/** A file was written by a newer release, in a format version this one does not know. */
public final class UnsupportedFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnsupportedFormatException(Path file, int found, int supported) {
    super(
        file
            + " has format version "
            + found
            + "; this release reads up to version "
            + supported
            + ". It was written by a newer release: use that one.");
  }
}
