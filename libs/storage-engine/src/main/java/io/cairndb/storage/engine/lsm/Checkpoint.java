package io.cairndb.storage.engine.lsm;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory of links to an engine's tables, and to the mark of its last repair, with a manifest
 * of its own. The manifest comes into force last: until then the directory does not open.
 */
final class Checkpoint {
  private final EngineFiles files;
  private final FileSystem system;
  private final Path directory;

  Checkpoint(EngineFiles files, Path directory) {
    this.files = files;
    this.system = files.fileSystem();
    this.directory = directory;
  }

  /**
   * Returns the newest sequence number in it. {@code catalog} names no logs; the caller protects
   * its tables.
   */
  long write(Catalog catalog) throws IOException {
    if (system.exists(directory) && !system.list(directory).isEmpty()) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "a checkpoint needs a directory that is new or empty");
    }
    try {
      return link(catalog);
    } catch (IOException | RuntimeException | Error e) {
      try {
        empty();
      } catch (IOException | RuntimeException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private long link(Catalog catalog) throws IOException {
    system.createDirectories(directory);
    for (TableAdded added : catalog.tables()) {
      long number = added.table().number();
      system.link(files.table(number), FileNames.table(directory, number));
    }
    // Whoever kept figures from before a repair must not take them for those of the checkpoint.
    Path repaired = files.directory().resolve(FileNames.REPAIRED);
    if (system.exists(repaired)) {
      system.link(repaired, directory.resolve(FileNames.REPAIRED));
    }
    AtomicLong numbers = new AtomicLong(catalog.nextFile());
    new Manifest(
            system, directory, catalog, numbers::getAndIncrement, files::newSalt, files.ciphers())
        .close();
    // Ingested tables come behind what was flushed, with nothing in between.
    return catalog.tables().stream()
        .mapToLong(added -> added.table().sequences().largest())
        .reduce(catalog.flushedSequence(), Math::max);
  }

  /** First goes the file that would make an engine of what is left. */
  private void empty() throws IOException {
    if (!system.exists(directory)) {
      return;
    }
    List<String> names = system.list(directory);
    if (names.contains(FileNames.CURRENT)) {
      system.delete(directory.resolve(FileNames.CURRENT));
    }
    for (String name : names) {
      if (!name.equals(FileNames.CURRENT)) {
        system.delete(directory.resolve(name));
      }
    }
    system.syncDirectory(directory);
  }
}
