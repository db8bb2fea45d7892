package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that {@code docs/engine.md} shows to those who embed the engine. */
class EmbeddingTest {
  private static final Path DOCUMENT = Path.of("../../docs/engine.md");

  @TempDir private Path directory;
  private final Map<String, String> shown = new TreeMap<>();

  @Test
  void showsWhatWasWrittenAlsoAfterASecondOpening() throws IOException {
    run();
    run();
    assertEquals(Map.of("o1", "paid"), shown);
  }

  private void run() throws IOException {
    try (StorageEngine engine =
        LsmEngine.open(
            new LocalFileSystem(),
            directory,
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("orders-"))) {
      Tree orders = engine.tree("orders");
      WriteBatch batch = new WriteBatch().put(orders, bytes("o1"), bytes("paid"));
      batch.delete(orders, bytes("o0"));
      engine.write(batch, Durability.SYNC).join();
      try (ReadView view = engine.snapshot();
          Cursor cursor = view.cursor(orders, bytes("o"), bytes("p"))) {
        for (boolean there = cursor.seekToFirst(); there; there = cursor.next()) {
          shown.put(text(cursor.key()), text(cursor.value()));
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void isWhatTheDocumentShows() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java", EmbeddingTest.class.getName().replace('.', '/') + ".java"));
    String document = Files.readString(DOCUMENT);
    String example = document.split("```java\n", 2)[1].split("```", 2)[0];
    assertTrue(source.contains(example.indent(4)), example);
  }
}
