package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted thread may use the engine: what it was told to end is not the engine. */
final class InterruptedCallerTest {
  @TempDir Path temporary;

  @Test
  void interruptedCallerMakesTreesUntilTheManifestGoesOnInAnotherFile() throws IOException {
    try (LsmEngine engine =
        LsmEngine.open(
            new LocalFileSystem(),
            temporary.resolve("engine"),
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("interrupted-"))) {
      Tree tree = engine.tree("t");
      String name = "n".repeat(500_000);
      for (int i = 0; i < 12; i++) {
        Thread.currentThread().interrupt();
        Tree made = engine.tree(name + i);
        assertEquals(name + i, made.name());
        assertTrue(Thread.interrupted(), "the interruption is kept for its addressee");
      }
      long unused = Writes.write(engine, new WriteBatch().put(tree, new byte[] {1}, new byte[0]));
      engine.flush();
      assertEquals(1, engine.lastSequence());
    }
  }
}
