package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.BlockCache;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of the tables of a tree follows their changes. */
class TreeLevelsTest {
  private static final Path DIRECTORY = Path.of("/tables");

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final BlockCache cache = new BlockCache(0, 4 << 10);
  private final List<Sstable> opened = new ArrayList<>();

  @AfterEach
  void release() {
    opened.forEach(Sstable::release);
    cache.release();
  }

  private static String key(int number) {
    return "%06d".formatted(number);
  }

  /** A table of one key, and of a deleted range if {@code deletes}. */
  private Sstable table(int number, boolean deletes) throws IOException {
    Path path = DIRECTORY.resolve("t" + number);
    files.createDirectories(DIRECTORY);
    SstableWriter.Target target = new SstableWriter.Target(number, 0, FormatVersion.NEWEST);
    try (SstableWriter writer = new SstableWriter(files, path, target, EngineOptions.defaults())) {
      byte[] key = bytes(key(number));
      writer.add(key, key.length, number, bytes("value"));
      if (deletes) {
        byte[] end = bytes(key(number) + "z");
        writer.setRangeDeletions(RangeDeletions.NONE.with(key, end, number));
      }
      Sstable table = Sstable.open(files, path, writer.finish(), cache);
      opened.add(table);
      return table;
    }
  }

  /** They were merged again, out of all tables, with each flush and compaction. */
  @Test
  void rangeDeletionsAreMergedAgainOnlyWhenTheyChange() throws IOException {
    TreeLevels first =
        TreeLevels.EMPTY.with(1, List.of(table(1, true))).with(1, List.of(table(2, true)));
    RangeDeletions merged = first.rangeDeletions();
    assertEquals(2, merged.fragments().size());
    assertSame(merged, first.rangeDeletions());
    TreeLevels flushed = first.with(0, List.of(table(3, false)));
    assertSame(merged, flushed.rangeDeletions());
    TreeLevels compacted = flushed.without(Set.of(3L)).with(2, List.of(table(4, false)));
    assertSame(merged, compacted.rangeDeletions());
    assertTrue(compacted.rangeDeletions().contains(bytes(key(2))));

    TreeLevels added = compacted.with(0, List.of(table(5, true)));
    assertNotSame(merged, added.rangeDeletions());
    assertTrue(added.rangeDeletions().contains(bytes(key(5))));
    TreeLevels dropped = added.without(Set.of(2L));
    assertTrue(!dropped.rangeDeletions().contains(bytes(key(2))));
    assertTrue(dropped.rangeDeletions().contains(bytes(key(5))));
    assertEquals(2, dropped.rangeDeletions().fragments().size());
    assertTrue(merged.contains(bytes(key(2))), "an older state sees what it saw");
  }

  @Test
  void aTreeWithoutTablesHasNoRangeDeletions() {
    assertSame(RangeDeletions.NONE, TreeLevels.EMPTY.rangeDeletions());
  }
}
