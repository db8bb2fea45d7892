package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.cipher.FileCipher;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What tells the blocks of one table from any others.
 *
 * @param salt in every checksum
 * @param cipher what they are sealed with; null when they are in the clear
 */
record BlockSource(Path file, long salt, @Nullable FileCipher cipher) {

  /** The same table's blocks as they are stored: for the one that is never sealed. */
  BlockSource unsealed() {
    return new BlockSource(file, salt, null);
  }

  CorruptionException corrupt(SstableFormat.Handle handle, String detail) {
    return new CorruptionException(file, handle.offset(), detail);
  }
}
