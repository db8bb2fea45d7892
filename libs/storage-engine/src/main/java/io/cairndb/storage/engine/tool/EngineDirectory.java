package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.manifest.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

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
      throw noEngine(files, directory);
    }
    return files.lock(directory.resolve(FileNames.LOCK));
  }

  /** What to say of a directory without an engine: where there are some, if below it. */
  static NoSuchFileException noEngine(FileSystem files, Path directory) throws IOException {
    List<String> below =
        files.list(directory).stream()
            .filter(name -> files.exists(directory.resolve(name).resolve(FileNames.CURRENT)))
            .toList();
    String where = below.isEmpty() ? "" : ", but in " + String.join(", ", below) + " below it";
    return new NoSuchFileException(
        directory.toString(), null, "no engine is in this directory" + where);
  }
}
