package io.cairndb.storage.engine;

import java.nio.file.Path;

/** A directory is asked for what its format cannot hold; nothing has been changed. */
public final class FormatTooOldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** {@code wish} ends a sentence, as "cannot be sealed: raise it before keys are given". */
  public FormatTooOldException(Path directory, FormatVersion has, String wish) {
    super(directory + " is written in format " + has.number() + ", which " + wish);
  }
}
