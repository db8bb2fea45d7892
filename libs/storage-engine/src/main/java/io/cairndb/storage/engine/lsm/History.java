package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import java.io.IOException;
import java.util.List;

/**
 * Where flushes and compactions are recorded, and which versions of the past they have to keep.
 * Thread-safe.
 */
record History(ManifestKeeper manifest, Versions versions) {

  /** What may still be read; tables of the first format have no versions. */
  RetainedVersions retained(FormatVersion format) {
    return format.isAtLeast(FormatVersion.VERSIONS)
        ? versions.pins().retained()
        : RetainedVersions.NEWEST_ONLY;
  }

  /**
   * Begins to keep versions, if {@code format} has them; see {@link Versions#begin}.
   *
   * @param kept horizon of the manifest
   * @param newest sequence number of the newest batch
   */
  void begin(FormatVersion format, long kept, long newest) throws IOException {
    if (format.isAtLeast(FormatVersion.VERSIONS)) {
      List<Change> changes = versions.begin(kept, newest);
      if (!changes.isEmpty()) {
        manifest.edit(changes, () -> {});
      }
    }
  }
}
