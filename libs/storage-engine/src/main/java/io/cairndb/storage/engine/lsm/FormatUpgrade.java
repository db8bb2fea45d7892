package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.manifest.VersionEdit.HorizonMoved;
import java.io.IOException;

/** Raises the format of an engine's directory while the engine works. Thread-safe. */
final class FormatUpgrade {
  private final EngineFiles files;
  private final Lifecycle lifecycle;
  private final History history;
  private final WritePath writes;

  /** Held while the format is being raised; taken before any other lock. */
  private final Object mutex = new Object();

  FormatUpgrade(EngineContext context, History history, WritePath writes) {
    this.files = context.files();
    this.lifecycle = context.lifecycle();
    this.history = history;
    this.writes = writes;
  }

  /** The log goes on in a segment of the new format before the first batch may need it. */
  void raise(FormatVersion format) throws IOException {
    synchronized (mutex) {
      if (files.format().isAtLeast(format)) {
        return;
      }
      boolean hadVersions = files.format().isAtLeast(FormatVersion.VERSIONS);
      writes.flush();
      raiseManifest(format);
      writes.turnAfter(() -> files.setFormat(format));
      writes.flush();
      if (!hadVersions) {
        beginVersions(format);
      }
    }
  }

  private void raiseManifest(FormatVersion format) {
    try {
      history.manifest().raise(format);
    } catch (IOException e) {
      throw lifecycle.fail("the format could not be raised", e);
    }
  }

  private void beginVersions(FormatVersion format) {
    try {
      history.begin(format, HorizonMoved.NOTHING_KEPT, writes.lastSequence());
    } catch (IOException e) {
      throw lifecycle.fail("no versions can be kept", e);
    }
  }
}
