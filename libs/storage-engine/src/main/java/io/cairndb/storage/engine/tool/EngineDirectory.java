package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.manifest.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the tools ask of a directory. Pure functions but for the lock. */
final class EngineDirectory {
  private EngineDirectory() {}

  /** Takes the engine's lock; a directory that is missing, or holds no engine, is not made one. */
  static Closeable lock(FileSystem files, Path directory) throws IOException {
    if (!files.exists(directory)) {
      throw new NoSuchFileException(directory.toString(), null, "no such directory");
    }
    boolean engine =
        files.list(directory).stream()
            .anyMatch(name -> FileNames.isData(name) || name.equals(FileNames.CURRENT));
    if (!engine) {
      throw new NoSuchFileException(directory.toString(), null, "no engine is in this directory");
    }
    return files.lock(directory.resolve(FileNames.LOCK));
  }

  /** As at an opening: a segment that is longer than its header must be readable. */
  static boolean holdsFrames(FileSystem files, Path log, long number) throws IOException {
    FrameReader.Visitor ignored = (header, sequence, payload) -> payload.position(payload.limit());
    return files.size(log) > FileHeader.BYTES
        && FrameReader.read(files, log, FileKind.LOG, number, ignored).frames() > 0;
  }
}
