package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.encoding.Varint;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.sstable.SstableFormat.Blocks;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is whole by its checksums, and yet not what a writer of tables writes, is damage. */
class TableInspectorTest {
  private static final Path FILE = Path.of("/engine/000001.sst");
  private static final byte[] KEY = {'k'};

  /** No entries, one restart point. */
  private static final byte[] EMPTY_BLOCK = {0, 0, 0, 0, 0, 0, 0, 1};

  private static Handle append(BlockAppender file, byte[] bytes) throws IOException {
    return file.append(bytes, bytes.length, Compression.NONE);
  }

  private static Handle append(BlockAppender file, long sequence, byte[] value) throws IOException {
    BlockBuilder block = new BlockBuilder(1, false);
    block.add(KEY, KEY.length, sequence, value, 0, value.length);
    return file.append(block.finish(), block.size(), Compression.NONE);
  }

  private static byte[] listing(Handle partition, int blocks) {
    ByteBuffer value = ByteBuffer.allocate(3 * Varint.MAX_LONG_BYTES);
    Varint.put(value, partition.offset());
    Varint.put(value, partition.stored());
    Varint.put(value, blocks);
    return value.array();
  }

  @Test
  void aPartitionOfTheIndexThatListsNoBlockIsDamage() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(FILE.resolveSibling(""));
    BlockPacker packer = new BlockPacker(1, null);
    try (BlockAppender file = new BlockAppender(files.create(FILE), 1, packer, 1000)) {
      append(file, 5, KEY);
      Handle filter = append(file, new byte[0]);
      Handle partition = append(file, EMPTY_BLOCK);
      Handle upper = append(file, 0, listing(partition, 1));
      Handle properties = append(file, new byte[0]);
      Blocks blocks = new Blocks(filter, upper, properties, Handle.NONE, Handle.NONE);
      file.finish(new Footer(FormatVersion.NEWEST, blocks, 1, 1));
    }
    try (TableInspector table = TableInspector.open(files, FILE, new Ciphers(null))) {
      assertEquals(1, table.indexDamage().size());
      assertEquals(1, table.places().size(), "found where the partition should have led to it");
      assertArrayEquals(KEY, table.entries(table.places().getFirst()).getFirst().key());
    }
  }
}
