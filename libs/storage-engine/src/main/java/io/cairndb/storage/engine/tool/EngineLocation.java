package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.Keyring;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine is that nobody has open.
 *
 * @param keyring what its files are sealed with; null for files in the clear
 */
public record EngineLocation(FileSystem files, Path directory, @Nullable Keyring keyring) {

  /** A directory in the clear. */
  public EngineLocation(FileSystem files, Path directory) {
    this(files, directory, null);
  }
}
