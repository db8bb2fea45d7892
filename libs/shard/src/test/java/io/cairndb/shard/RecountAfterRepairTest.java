package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Figures noted before a repair are of what the shard held then, however cleanly it was closed. */
class RecountAfterRepairTest {
  private static final Path DIRECTORY = Path.of("/shard");
  private static final int ITEMS = 400;

  private final MemoryFileSystem files = new MemoryFileSystem();

  private LsmEngine open() throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, EngineOptions.defaults(), Clock.system(), new SimulatedWorkers(true));
  }

  private static long items(ShardFixture fixture) {
    return fixture.shard.statistics().partitions().stream()
        .filter(it -> it.partition().equals(ShardFixture.REF.id()))
        .mapToLong(it -> it.size().items())
        .sum();
  }

  private static int readable(ShardFixture fixture) {
    int found = 0;
    for (int i = 0; i < ITEMS; i++) {
      found += fixture.get("p" + i, i) == null ? 0 : 1;
    }
    return found;
  }

  private void damageATable() throws IOException {
    String table =
        files.list(DIRECTORY).stream()
            .filter(name -> name.endsWith(".sst"))
            .max(java.util.Comparator.comparingLong(this::sizeOf))
            .orElseThrow();
    files.flipBit(DIRECTORY.resolve(table), 100 * 8L);
  }

  private long sizeOf(String name) {
    try {
      return files.size(DIRECTORY.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void itemsAreCountedAgainAfterARepair() throws IOException {
    try (LsmEngine engine = open()) {
      ShardFixture fixture = new ShardFixture(engine);
      for (int i = 0; i < ITEMS; i++) {
        fixture.submit(put(item("p" + i, i, "text", "x".repeat(100))));
      }
      engine.flush();
      fixture.shard.close();
    }
    damageATable();
    EngineRepair.Result repaired =
        new EngineRepair(
                new EngineLocation(files, DIRECTORY), RandomSource.seeded(3), false, it -> {})
            .run();
    assertFalse(repaired.losses().isEmpty(), repaired.toString());

    int left;
    try (LsmEngine engine = open()) {
      ShardFixture fixture = new ShardFixture(engine);
      assertFalse(fixture.shard.statistics().exact(), "the noted figures were believed");
      while (!fixture.shard.statistics().exact()) {
        fixture.submit(new Command.AdvanceRecount(100));
      }
      left = readable(fixture);
      assertTrue(left > 0 && left < ITEMS, "left: " + left);
      assertEquals(left, items(fixture));
      fixture.shard.close();
    }
    try (LsmEngine engine = open()) {
      ShardFixture fixture = new ShardFixture(engine);
      assertTrue(fixture.shard.statistics().exact(), "counted once, not at every opening");
      assertEquals(left, items(fixture));
    }
  }
}
