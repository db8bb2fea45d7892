package io.cairndb.storage.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.node.MemoryPlan.Machine;
import org.junit.jupiter.api.Test;

/** Whatever is asked for, what the engines may take is what the plan says. */
class MemoryPlanTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final Machine MACHINE =
      new Machine(512 * MEBIBYTE, 384 * MEBIBYTE, 4096 * MEBIBYTE);

  private static MemoryPlan plan(long writeBuffers, long blockCache) {
    return MemoryPlan.of(
        MACHINE, new StorageSettings.Memory(writeBuffers * MEBIBYTE, blockCache * MEBIBYTE));
  }

  @Test
  void followsTheHeapUnlessTold() {
    assertEquals(128 * MEBIBYTE, plan(0, 0).writeBufferBytes());
    assertEquals(64 * MEBIBYTE, plan(0, 0).blockCacheBytes());
    assertEquals(700 * MEBIBYTE, plan(700, 300).writeBufferBytes());
    assertEquals(300 * MEBIBYTE, plan(700, 300).blockCacheBytes());
  }

  @Test
  void enginesTakeNoMoreThanThePlan() {
    for (int shards = 1; shards <= 64; shards *= 2) {
      MemoryPlan plan = plan(0, 0);
      EngineOptions engine =
          new ShardSizing(plan, shards, StorageSettings.DEFAULT).engine(false, null);
      assertEquals(plan.writeBufferBytes(), engine.memory().writeBuffers().bytesMax());
      assertTrue(
          engine.memory().blockCacheBytes() * shards <= plan.blockCacheBytes(),
          "shards: " + shards);
      assertTrue(engine.memory().memtableBytes() <= plan.writeBufferBytes() / 4);
      assertTrue(engine.log().pendingBytesMax() * shards <= MACHINE.heapBytes() / 4);
    }
  }

  /** Who sets nothing gets what the engine is tuned for. */
  @Test
  void tablesAreLaidOutAsTheEngineSuggests() {
    EngineOptions engine =
        new ShardSizing(plan(0, 0), 1, StorageSettings.DEFAULT).engine(false, null);
    EngineOptions own = EngineOptions.defaults();
    assertEquals(own.tables(), engine.tables());
    assertEquals(own.memory().readAheadBytesMax(), engine.memory().readAheadBytesMax());
  }

  private static ShardSizing sizing(long blockKib, long partitionKib, int shards, int cacheMib) {
    StorageSettings usual = StorageSettings.DEFAULT;
    StorageSettings.Tables tables = usual.tables();
    StorageSettings settings =
        new StorageSettings(
            usual.keystore(),
            usual.memory(),
            usual.compression(),
            new StorageSettings.Tables(
                blockKib << 10,
                tables.filterBits(),
                tables.indexWholeBytes(),
                partitionKib << 10,
                tables.readAheadBytes()),
            usual.compaction(),
            usual.scrub());
    return new ShardSizing(plan(0, cacheMib), shards, settings);
  }

  @Test
  void blocksThatTheCacheCannotHoldAreRefusedByName() {
    assertEquals(64 << 10, sizing(64, 4, 16, 16).engine(false, null).tables().blockBytes());
    assertEquals(
        512 << 10, sizing(4, 512, 2, 16).engine(false, null).tables().index().partitionBytes());
    ShardSizing block = sizing(65, 4, 16, 16);
    assertEquals(
        "block-size is too large: 65 KiB; with 1024 KiB of block cache for each shard it is at"
            + " most 64 KiB",
        assertThrows(IllegalArgumentException.class, () -> block.engine(false, null)).getMessage());
    ShardSizing partition = sizing(4, 512, 4, 16);
    assertEquals(
        "index-partition is too large: 512 KiB; with 4096 KiB of block cache for each shard it is"
            + " at most 256 KiB",
        assertThrows(IllegalArgumentException.class, () -> partition.engine(false, null))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> sizing(513, 4, 1, 300));
  }

  @Test
  void whatCannotFitIsRefusedByName() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> plan(4000, 0));
    assertEquals(
        "write-buffers is too large: 4000 MiB of write buffers, 64 MiB of cache and 512 MiB of heap"
            + " exceed the memory of 4096 MiB",
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> plan(8, 4000));
    assertTrue(plan(0, 0).fits());
    assertFalse(plan(0, 3200).fits(), plan(0, 3200).describe());
  }

  @Test
  void thisMachineHasSome() {
    Machine here = Machine.here();
    assertEquals(Runtime.getRuntime().maxMemory(), here.heapBytes());
    assertTrue(here.directBytes() > 0 && here.memoryBytes() > here.heapBytes() / 2);
  }
}
