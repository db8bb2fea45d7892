package io.cairndb.storage.engine.lsm;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Master keys of an engine's files. Once a keyring has another active key, new files are wrapped by
 * that one; {@link #rewrap} turns to the old ones; and a key that {@link #inUse} does not name may
 * be retired, unless a checkpoint elsewhere needs it. Thread-safe.
 */
public final class KeyRotation {
  private final EngineFiles files;
  private final StateHolder states;
  private final Lifecycle lifecycle;
  private final ManifestKeeper manifest;
  private final WritePath writes;
  private final Compactor compactor;

  KeyRotation(
      EngineContext context, ManifestKeeper manifest, WritePath writes, Compactor compactor) {
    this.files = context.files();
    this.states = context.states();
    this.lifecycle = context.lifecycle();
    this.manifest = manifest;
    this.writes = writes;
    this.compactor = compactor;
  }

  /**
   * Leaves nothing that is wrapped by another key than the active one: begins the log and the
   * manifest anew and wraps the data keys of all tables by it, which the manifest tells; the
   * tables' files stay as they are. Compactions under way, which may be writing tables under the
   * key before, end without a result and begin again.
   *
   * @return tables whose key was wrapped anew
   * @throws EngineFailedException when the manifest could not be written, and so whenever it may
   *     name other keys than {@link #inUse}
   */
  public int rewrap() throws IOException {
    writes.turnLog();
    try (Compactor.Pause unused = compactor.pauseAll()) {
      EngineState state = states.acquire();
      try {
        return rewrap(state);
      } finally {
        // Held until the keys count: a table that goes meanwhile takes its key along.
        if (states.release(state)) {
          states.collect();
        }
      }
    }
  }

  private int rewrap(EngineState state) {
    List<Change> changes = new ArrayList<>();
    Map<Path, WrappedKey> keys = new LinkedHashMap<>();
    for (Sstable table : state.version().tables()) {
      FileCipher cipher = table.cipher();
      Path path = files.table(table.meta().number());
      WrappedKey wrapped = cipher == null ? null : files.ciphers().rewrap(path, cipher);
      if (wrapped != null) {
        keys.put(path, wrapped);
        changes.add(new VersionEdit.TableKeyed(table.meta().number(), wrapped.encode()));
      }
    }
    try {
      manifest.edit(changes, () -> keys.forEach(files.ciphers()::replace));
      manifest.renew();
    } catch (IOException e) {
      throw lifecycle.fail("keys could not be wrapped anew", e);
    }
    return changes.size();
  }

  /** How far {@code tables} are sealed, and by the active key; reads no file. */
  static IntegrityStats.Seals seals(EngineFiles files, Collection<Sstable> tables) {
    int sealed = 0;
    int stale = 0;
    for (Sstable table : tables) {
      FileCipher cipher = table.cipher();
      if (cipher != null) {
        sealed++;
        Path path = files.table(table.meta().number());
        stale += files.ciphers().isStale(path, cipher) ? 1 : 0;
      }
    }
    return new IntegrityStats.Seals(sealed, stale);
  }

  /** Ids of the master keys without which some file of the engine cannot be read. */
  public SortedSet<String> inUse() throws IOException {
    SortedSet<String> ids = new TreeSet<>();
    // Before the tables: what is in no segment any more when they are asked is in one of them.
    addKeysOfLogs(ids);
    EngineState state = states.acquire();
    try {
      for (Sstable table : state.version().tables()) {
        FileCipher cipher = table.cipher();
        if (cipher != null) {
          ids.add(files.ciphers().keyId(files.table(table.meta().number()), cipher));
        }
      }
    } finally {
      if (states.release(state)) {
        states.collect();
      }
    }
    return ids;
  }

  private void addKeysOfLogs(SortedSet<String> ids) throws IOException {
    FileSystem system = files.fileSystem();
    for (String name : system.list(files.directory())) {
      boolean framed =
          FileNames.logNumber(name).isPresent() || FileNames.manifestNumber(name).isPresent();
      if (framed) {
        addKey(files.directory().resolve(name), ids);
      }
    }
  }

  private void addKey(Path path, SortedSet<String> ids) throws IOException {
    try {
      FrameReader.keyId(files.fileSystem(), path).ifPresent(ids::add);
    } catch (NoSuchFileException e) {
      // Deleted since it was listed: whoever needs it has it no more.
      return;
    }
  }
}
