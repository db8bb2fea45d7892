package io.cairndb.storage.engine.tool;

import java.nio.file.Path;

/** Hears how far a tool has come. Called on the tool's thread, at least once for each file. */
@FunctionalInterface
public interface Progress {
  /** Hears nothing. */
  Progress NONE = (file, done, total) -> {};

  /**
   * Says what has been read so far.
   *
   * @param file being read
   * @param doneBytes read of all files
   * @param totalBytes of all files to be read
   */
  void at(Path file, long doneBytes, long totalBytes);
}
