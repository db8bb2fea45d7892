package io.cairndb.storage.engine.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.KeyProbe;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A look for a live key passes over as many deleted ones as it may, and says where it stopped. */
class KeyProbeTest {
  private final LsmEngine engine = open();
  private final Tree tree = engine.tree("probed");

  KeyProbeTest() throws IOException {}

  private static LsmEngine open() throws IOException {
    return LsmEngine.open(
        new MemoryFileSystem(),
        Path.of("/probe"),
        EngineOptions.defaults(),
        new ManualClock(0),
        new SimulatedWorkers(true));
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
  }

  private static byte[] key(int number) {
    return String.format("%03d", number).getBytes(UTF_8);
  }

  private void write(WriteBatch batch) {
    engine.write(batch, Durability.SYNC).join();
  }

  /** Of 0 to 99, 10 to 59 are deleted: half of these from tables, the rest by a range in memory. */
  private void fill() throws IOException {
    WriteBatch all = new WriteBatch();
    for (int i = 0; i < 100; i++) {
      all.put(tree, key(i), key(i));
    }
    write(all);
    WriteBatch some = new WriteBatch();
    for (int i = 10; i < 35; i++) {
      some.delete(tree, key(i));
    }
    write(some);
    engine.flush();
    WriteBatch rest = new WriteBatch();
    rest.deleteRange(tree, key(35), key(60));
    write(rest);
  }

  private static void assertProbe(byte[] key, boolean live, int passed, KeyProbe probe) {
    assertArrayEquals(key, probe.key());
    assertEquals(live, probe.live());
    assertEquals(passed, probe.passed());
  }

  @Test
  void itStopsAtTheFirstLiveKeyOrWhenItMayPassNoMore() throws IOException {
    fill();
    try (ReadView view = engine.snapshot()) {
      assertProbe(key(0), true, 0, view.probe(tree, null, null, 1));
      assertProbe(key(30), false, 20, view.probe(tree, key(10), null, 20));
      assertProbe(key(31), false, 1, view.probe(tree, key(30), null, 1));
      assertProbe(key(50), false, 20, view.probe(tree, key(30), null, 20));
      assertProbe(key(60), true, 50, view.probe(tree, key(10), null, 50));
      KeyProbe none = view.probe(tree, key(10), key(60), 1000);
      assertNull(none.key());
      assertEquals(false, none.live());
      assertEquals(50, none.passed());
      assertNull(view.probe(tree, key(100), null, 1).key());
      assertThrows(IllegalArgumentException.class, () -> view.probe(tree, null, null, 0));
    }
  }
}
