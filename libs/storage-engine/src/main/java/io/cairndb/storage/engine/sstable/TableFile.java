package io.cairndb.storage.engine.sstable;

import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.sstable.IndexCheck.Extent;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The file of an open table: reads its blocks and checks them. Thread-safe. Every method throws
 * {@link CorruptionException} for bytes that are not what was written.
 */
final class TableFile {
  private final ReadableFile file;
  private final BlockSource source;

  TableFile(ReadableFile file, BlockSource source) {
    this.file = file;
    this.source = source;
  }

  /** The same file, its blocks sealed with {@code cipher}. */
  TableFile sealedWith(FileCipher cipher) {
    return new TableFile(file, new BlockSource(source.file(), source.salt(), cipher));
  }

  /** What blocks are sealed with; null when they are in the clear. */
  @Nullable FileCipher cipher() {
    return source.cipher();
  }

  CorruptionException corrupt(Handle handle, String detail) {
    return source.corrupt(handle, detail);
  }

  /** Fills {@code target} from {@code offset} on. */
  void readRaw(long offset, ByteBuffer target) throws IOException {
    try {
      file.readFully(offset, target);
    } catch (EOFException e) {
      throw new CorruptionException(source.file(), offset, "the file ends inside a block");
    }
  }

  /** Has {@code reader} unpack a part of the table, whatever it holds. */
  void readPart(BlockReader reader, Handle handle) throws IOException {
    readRaw(handle.offset(), reader.room(handle.stored()));
    reader.unpack(0, handle, source);
  }

  /** As {@link #readPart}; a copy. */
  byte[] copyPart(BlockReader reader, Handle handle) throws IOException {
    readPart(reader, handle);
    return NativeBytes.copy(reader.memory(), reader.start(), reader.length());
  }

  /** Has {@code reader} unpack a block of entries. */
  void readBlock(BlockReader reader, Handle handle) throws IOException {
    readRaw(handle.offset(), reader.room(handle.stored()));
    unpack(reader, 0, handle);
  }

  /** Has {@code reader} unpack a partition of the index; returns what its blocks take. */
  Extent readPartition(BlockReader reader, UpperIndex upper, int partition) throws IOException {
    Handle handle = upper.handle(partition);
    readPart(reader, handle);
    try {
      return upper.requireListed(partition, reader.memory(), reader.start(), reader.length());
    } catch (IllegalArgumentException e) {
      throw corrupt(handle, "malformed partition of the index: " + e.getMessage());
    }
  }

  /**
   * Has {@code reader} unpack a block of entries that was read with {@link #readRaw}.
   *
   * @param from where in the reader's room it begins
   */
  void unpack(BlockReader reader, int from, Handle handle) throws CorruptionException {
    reader.unpack(from, handle, source);
    if (!NativeBlock.isWellFormed(reader.memory(), reader.start(), reader.length())) {
      throw corrupt(handle, "malformed block");
    }
  }

  void close() throws IOException {
    file.close();
  }
}
