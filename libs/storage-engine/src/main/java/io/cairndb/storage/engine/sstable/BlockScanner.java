package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds the blocks of a table whose footer or index is lost, as {@link BlockFinder} does, and tells
 * what they are. Confined to one thread.
 */
public final class BlockScanner implements AutoCloseable {
  private final Path path;
  private final ReadableFile file;
  private final long salt;
  private BlockSource source;
  private final BlockReader reader = new BlockReader();
  private final List<Handle> blocks = new ArrayList<>();
  private int dataBlocks;
  private boolean complete;

  private BlockScanner(Path path, ReadableFile file, long salt) {
    this.path = path;
    this.file = file;
    this.salt = salt;
    this.source = new BlockSource(path, salt, null);
  }

  /**
   * Goes through the whole of {@code path} and looks for blocks.
   *
   * @param number under which the table was written
   */
  public static BlockScanner scan(FileSystem files, Path path, long number, Ciphers ciphers)
      throws IOException {
    ReadableFile file = files.openForRead(path);
    BlockScanner scanner = new BlockScanner(path, file, number);
    boolean complete = false;
    try {
      scanner.blocks.addAll(BlockFinder.find(file, 0, file.length(), number));
      scanner.findCipher(ciphers);
      scanner.dataBlocks = scanner.countDataBlocks();
      complete = true;
      return scanner;
    } finally {
      if (!complete) {
        scanner.close();
      }
    }
  }

  /** The first block of a sealed table is its wrapped key, in the clear. */
  private void findCipher(Ciphers ciphers) throws IOException {
    if (blocks.isEmpty()) {
      return;
    }
    Handle first = blocks.getFirst();
    try {
      ByteBuffer key = ByteBuffer.wrap(unpack(first));
      source = new BlockSource(path, salt, ciphers.of(path, first.offset(), key));
      blocks.removeFirst();
    } catch (CorruptionException e) {
      // It is data: the table is in the clear.
      source = source.unsealed();
    }
  }

  /**
   * The index, or its first partition, tells data from what follows if it was found: the filter
   * lies between. Else the index is cut off, and with it what comes behind: every block that holds
   * entries is data.
   */
  private int countDataBlocks() throws IOException {
    for (int i = 2; i < blocks.size(); i++) {
      if (indexes(i)) {
        complete = true;
        return i - 1;
      }
    }
    int count = 0;
    while (count < blocks.size() && holdsEntries(count)) {
      count++;
    }
    return count;
  }

  /** Whether the candidate lists blocks before it, from the first on, in order. */
  private boolean indexes(int candidate) throws IOException {
    int[] count = {0};
    try {
      BlockEntries.decode(
          unpack(blocks.get(candidate)),
          (key, sequence, value) -> {
            ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
            Handle listed = new Handle(Varint.get(in), Varint.getInt(in));
            if (count[0] >= candidate - 1 || !listed.equals(blocks.get(count[0]++))) {
              throw new IllegalArgumentException("not the index");
            }
          });
      return count[0] > 0;
    } catch (CorruptionException | IllegalArgumentException | BufferUnderflowException e) {
      return false;
    }
  }

  private boolean holdsEntries(int ordinal) throws IOException {
    boolean[] entries = {false};
    try {
      BlockEntries.decode(unpack(blocks.get(ordinal)), (key, sequence, value) -> entries[0] = true);
      return entries[0];
    } catch (CorruptionException | IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] unpack(Handle handle) throws IOException {
    file.readFully(handle.offset(), reader.room(handle.stored()));
    reader.unpack(0, handle, source);
    return NativeBytes.copy(reader.memory(), reader.start(), reader.length());
  }

  @Override
  public void close() throws IOException {
    reader.close();
    file.close();
  }

  /** Data blocks found. */
  public int count() {
    return dataBlocks;
  }

  /** Bytes from the beginning that the data blocks found take. */
  public long dataBytes() {
    return dataBlocks == 0 ? 0 : blocks.get(dataBlocks - 1).offset() + stored(dataBlocks - 1);
  }

  private int stored(int ordinal) {
    return blocks.get(ordinal).stored();
  }

  /** The entries of a data block in order. */
  public List<Entry> entries(int ordinal) throws IOException {
    Handle block = blocks.get(ordinal);
    List<Entry> entries = new ArrayList<>();
    try {
      BlockEntries.decode(
          unpack(block), (key, sequence, value) -> entries.add(new Entry(key, sequence, value)));
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(path, block.offset(), "malformed block: " + e.getMessage());
    }
    return entries;
  }

  /** Whether some of the index was found, so that no data block is missing behind the last one. */
  public boolean isComplete() {
    return complete;
  }

  /** The tree named by the properties, if these were found. */
  public OptionalInt tree() throws IOException {
    for (int i = dataBlocks; i < blocks.size(); i++) {
      for (FormatVersion format : FormatVersion.values()) {
        OptionalInt tree = treeIn(i, format);
        if (tree.isPresent()) {
          return tree;
        }
      }
    }
    return OptionalInt.empty();
  }

  /** Properties are what encodes to the same bytes again. */
  private OptionalInt treeIn(int ordinal, FormatVersion format) throws IOException {
    try {
      byte[] block = unpack(blocks.get(ordinal));
      SstableMeta meta = TableProperties.decode(format, block, 0, 0);
      byte[] again = TableProperties.encode(format, meta.tree(), meta.contents(), meta.keys());
      byte[] hints = TableHints.decode(block, again.length).encode();
      boolean same =
          Arrays.equals(block, 0, again.length, again, 0, again.length)
              && Arrays.equals(block, again.length, block.length, hints, 0, hints.length);
      boolean properties = same && meta.tombstones() <= meta.entries();
      return properties ? OptionalInt.of(meta.tree()) : OptionalInt.empty();
    } catch (CorruptionException | IllegalArgumentException | BufferUnderflowException e) {
      return OptionalInt.empty();
    }
  }

  /** The deleted ranges, if they were found. */
  public RangeDeletions rangeDeletions() throws IOException {
    for (int i = dataBlocks; complete && i < blocks.size(); i++) {
      try {
        return RangeDeletions.decode(unpack(blocks.get(i)));
      } catch (CorruptionException | IllegalArgumentException | BufferUnderflowException e) {
        // Filter, index and properties are none; the next block may be.
        continue;
      }
    }
    return RangeDeletions.NONE;
  }
}
