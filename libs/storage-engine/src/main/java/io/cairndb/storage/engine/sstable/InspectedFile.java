package io.cairndb.storage.engine.sstable;

import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's file for those who trust nothing in it: its footer, and its blocks one by one, each
 * checked when it is read. Blocks that lie behind each other are read from the file together.
 * Confined to one thread.
 */
final class InspectedFile implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Path path;
  private final ReadableFile file;
  private final long length;
  private final Footer footer;
  private final BlockSource plain;
  private final BlockSource source;
  private final BlockReader reader;

  /** Where in the file what is in the reader's room begins. */
  private long chunkStart;

  private int chunkBytes;

  /**
   * Reads the footer and, of a sealed table, the key; owns {@code file} and {@code reader} then.
   */
  InspectedFile(Path path, ReadableFile file, BlockReader reader, Ciphers ciphers)
      throws IOException {
    this.path = path;
    this.file = file;
    this.reader = reader;
    this.length = file.length();
    if (length < SstableFormat.FOOTER_BYTES_MIN) {
      throw new CorruptionException(path, length, "the file is too short for a table");
    }
    byte[] tail = new byte[(int) Math.min(length, SstableFormat.FOOTER_BYTES_MAX)];
    file.readFully(length - tail.length, ByteBuffer.wrap(tail));
    this.footer = Footer.parse(tail, path, length);
    this.plain = new BlockSource(path, footer.salt(), null);
    this.source = new BlockSource(path, footer.salt(), cipher(ciphers));
  }

  private @Nullable FileCipher cipher(Ciphers ciphers) throws IOException {
    Handle handle = footer.blocks().cipher();
    return handle.isNone() ? null : ciphers.of(path, handle.offset(), ByteBuffer.wrap(key(handle)));
  }

  /** The wrapped key, or the copy of it before the footer. */
  private byte[] key(Handle handle) throws IOException {
    try {
      return read(handle, plain);
    } catch (CorruptionException e) {
      return read(copyOfKey(handle), plain);
    }
  }

  private Handle copyOfKey(Handle handle) {
    long end = length - SstableFormat.footerBytes(footer.format());
    return new Handle(end - handle.stored(), handle.stored());
  }

  /** Throws when one of the two copies of the wrapped key is not what was written. */
  void requireKey() throws IOException {
    Handle handle = footer.blocks().cipher();
    if (!handle.isNone() && !Arrays.equals(read(handle, plain), read(copyOfKey(handle), plain))) {
      throw new CorruptionException(path, handle.offset(), "two different wrapped keys");
    }
  }

  Path path() {
    return path;
  }

  /** Bytes of the file. */
  long length() {
    return length;
  }

  Footer footer() {
    return footer;
  }

  CorruptionException corrupt(Handle handle, String detail) {
    return new CorruptionException(path, handle.offset(), detail);
  }

  /** What a block holds, whatever that is. */
  byte[] read(Handle handle) throws IOException {
    return read(handle, source);
  }

  private byte[] read(Handle handle, BlockSource sealing) throws IOException {
    readChunk(handle.offset(), handle.stored());
    return unpack(0, handle, sealing);
  }

  /** As {@link #read(Handle)}, for one block after another. */
  byte[] readNext(Handle handle) throws IOException {
    long end = handle.offset() + handle.stored();
    if (handle.offset() < chunkStart || end > chunkStart + chunkBytes) {
      long wanted = Math.max(CHUNK_BYTES, handle.stored());
      readChunk(handle.offset(), (int) Math.min(wanted, length - handle.offset()));
    }
    return unpack((int) (handle.offset() - chunkStart), handle, source);
  }

  /** The entries of a data block in order. */
  List<Entry> entries(Handle block) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      BlockEntries.decode(
          readNext(block), (key, sequence, value) -> entries.add(new Entry(key, sequence, value)));
    } catch (IllegalArgumentException e) {
      throw corrupt(block, "malformed block: " + e.getMessage());
    }
    return entries;
  }

  private byte[] unpack(int from, Handle handle, BlockSource sealing) throws IOException {
    reader.unpack(from, handle, sealing);
    return NativeBytes.copy(reader.memory(), reader.start(), reader.length());
  }

  private void readChunk(long offset, int count) throws IOException {
    chunkBytes = 0;
    try {
      file.readFully(offset, reader.room(count));
      chunkStart = offset;
      chunkBytes = count;
    } catch (EOFException e) {
      throw new CorruptionException(path, offset, "the file ends inside a block");
    }
  }

  /** Looks for blocks from {@code start} up to {@code end}; see {@link BlockFinder}. */
  List<Handle> find(long start, long end) throws IOException {
    return BlockFinder.find(file, start, end, footer.salt());
  }

  @Override
  public void close() throws IOException {
    reader.close();
    file.close();
  }
}
