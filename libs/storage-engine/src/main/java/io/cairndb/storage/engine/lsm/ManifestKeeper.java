package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Serialises edits of the manifest with what they mean in memory. Thread-safe; the lock is held
 * during the manifest's I/O, so the writer never takes it.
 */
final class ManifestKeeper implements AutoCloseable {
  private final Object mutex = new Object();
  private final Manifest manifest;
  private final EngineFiles files;
  private boolean broken;

  ManifestKeeper(Manifest manifest, EngineFiles files) {
    this.manifest = manifest;
    this.files = files;
  }

  /**
   * Makes the changes durable, then runs {@code installed} before any later edit.
   *
   * @throws IllegalArgumentException when they contradict what is there; nothing has changed then
   */
  void edit(List<Change> changes, Runnable installed) throws IOException {
    synchronized (mutex) {
      if (broken) {
        throw new IOException("the manifest has failed before");
      }
      List<Change> all = new ArrayList<>(changes);
      all.add(new VersionEdit.NextFile(files.nextNumber()));
      broken = true;
      append(all);
      installed.run();
      broken = false;
    }
  }

  private void append(List<Change> changes) throws IOException {
    try {
      manifest.append(changes);
    } catch (IllegalArgumentException e) {
      broken = false;
      throw e;
    }
  }

  /** Puts a manifest of {@code format} in force. */
  void raise(FormatVersion format) throws IOException {
    synchronized (mutex) {
      if (broken) {
        throw new IOException("the manifest has failed before");
      }
      broken = true;
      manifest.raise(format);
      broken = false;
    }
  }

  /** Shows {@code reader} the catalog while no edit happens. */
  <T> T read(Function<Catalog, T> reader) {
    synchronized (mutex) {
      return reader.apply(manifest.catalog());
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (mutex) {
      broken = true;
      manifest.close();
    }
  }
}
