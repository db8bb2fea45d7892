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

  /** Guarded by {@link #mutex}: an edit has failed, so nobody knows what the manifest says. */
  private boolean broken;

  /** Guarded by {@link #mutex}. */
  private boolean closed;

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
      requireUsable();
      List<Change> all = new ArrayList<>(changes);
      all.add(new VersionEdit.NextFile(files.nextNumber()));
      broken = true;
      append(all);
      installed.run();
      broken = false;
    }
  }

  private void requireUsable() throws IOException {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    if (broken) {
      throw new IOException("the manifest has failed before");
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
    replace(() -> manifest.raise(format));
  }

  /** Puts another manifest in force that says the same. */
  void renew() throws IOException {
    replace(manifest::renew);
  }

  /** Puts another file in force. */
  @FunctionalInterface
  private interface Replacement {
    void run() throws IOException;
  }

  private void replace(Replacement replacement) throws IOException {
    synchronized (mutex) {
      requireUsable();
      broken = true;
      replacement.run();
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
      closed = true;
      manifest.close();
    }
  }
}
