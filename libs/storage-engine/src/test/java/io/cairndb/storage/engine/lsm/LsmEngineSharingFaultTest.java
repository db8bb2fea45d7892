package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Splits and ingestions, with the power failing or an operation of the disk at any point of them:
 * afterwards each has happened as a whole or not at all, and has happened when it was acknowledged.
 */
class LsmEngineSharingFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");
  private static final int DIRECTORIES = 60;
  private static final int ROUNDS = 12;
  private static final int KEYS = 150;

  /** Contents by name of tree. */
  private static final class Contents {
    final TreeMap<String, NavigableMap<byte[], byte[]>> trees = new TreeMap<>();

    Contents copy() {
      Contents copy = new Contents();
      trees.forEach((name, tree) -> copy.tree(name).putAll(tree));
      return copy;
    }

    NavigableMap<byte[], byte[]> tree(String name) {
      return trees.computeIfAbsent(name, unused -> new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  @Test
  void happensAsAWholeOrNotAtAll() throws IOException {
    long seed = Seeds.choose("LsmEngineSharingFaultTest");
    int happened = 0;
    int undone = 0;
    int acknowledged = 0;
    for (int i = 0; i < DIRECTORIES; i++) {
      Run run = new Run(RandomSource.seeded(seed + i));
      for (int round = 0; round < ROUNDS; round++) {
        run.round();
      }
      happened += run.happened;
      undone += run.undone;
      acknowledged += run.acknowledged;
    }
    String counts = happened + " happened, " + undone + " not, " + acknowledged + " acknowledged";
    assertTrue(happened > DIRECTORIES && undone > DIRECTORIES, counts);
    assertTrue(acknowledged > DIRECTORIES, counts);
  }

  private static final class Run {
    private final RandomSource random;
    private final MemoryFileSystem files = new MemoryFileSystem();
    private Contents contents = new Contents();
    private int made;
    private int happened;
    private int undone;
    private int acknowledged;

    Run(RandomSource random) throws IOException {
      this.random = random;
      files.createDirectories(PREPARED);
      var unused = contents.tree("t");
    }

    private LsmEngine open() throws IOException {
      return LsmEngine.open(
          files,
          DIRECTORY,
          RandomOptions.choose(random),
          Clock.system(),
          new SimulatedWorkers(true));
    }

    private byte[] key() {
      return EngineModel.key(random, KEYS);
    }

    private String anyTree() {
      return new ArrayList<>(contents.trees.keySet()).get(random.nextInt(contents.trees.size()));
    }

    void round() throws IOException {
      Contents after;
      boolean returned = false;
      LsmEngine engine = open();
      try {
        writeSome(engine);
        after = contents.copy();
        Change change = random.nextInt(2) == 0 ? split(after) : ingestion(after);
        FileFault.Kind kind =
            random.nextInt(3) == 0 ? FileFault.Kind.IO_ERROR : FileFault.Kind.POWER_OFF;
        files.inject(new FileFault(files.operations() + 1 + random.nextInt(120), kind));
        change.run(engine);
        returned = true;
        acknowledged++;
        assertSame(after, engine);
      } catch (IOException | UncheckedIOException | EngineFailedException expected) {
        assertTrue(files.faultFired(), "only the fault fails anything: " + expected);
        after = lastAfter();
      }
      files.crash(random.nextLong());
      try (LsmEngine reopened = open()) {
        boolean done = happened(reopened, after);
        assertTrue(done || !returned, "an acknowledged change is gone");
        happened += done ? 1 : 0;
        undone += done ? 0 : 1;
        contents = done ? after : contents;
        assertSame(contents, reopened);
        for (String name : contents.trees.keySet()) {
          reopened.compact(reopened.tree(name));
        }
        assertSame(contents, reopened);
        assertNoOrphans(reopened);
      }
    }

    private @Nullable Contents planned;

    private Contents lastAfter() {
      Contents plan = planned;
      return plan == null ? contents.copy() : plan;
    }

    private interface Change {
      void run(LsmEngine engine) throws IOException;
    }

    private void writeSome(LsmEngine engine) throws IOException {
      planned = null;
      for (int i = random.nextInt(60); i > 0; i--) {
        String name = anyTree();
        byte[] key = key();
        if (random.nextInt(12) == 0) {
          byte[] end = Arrays.copyOf(key, key.length + 1);
          end[0]++;
          contents.tree(name).subMap(key, end).clear();
          write(engine, new WriteBatch().deleteRange(engine.tree(name), key, end));
        } else {
          byte[] value = {(byte) random.nextInt(256), (byte) i};
          contents.tree(name).put(key, value);
          write(engine, new WriteBatch().put(engine.tree(name), key, value));
        }
        if (random.nextInt(20) == 0) {
          engine.flush();
        }
      }
    }

    private Change split(Contents after) {
      String name = anyTree();
      byte[] key = key();
      String upper = "t" + ++made;
      NavigableMap<byte[], byte[]> moved = after.tree(name).tailMap(key, true);
      after.tree(upper).putAll(moved);
      moved.clear();
      planned = after;
      return engine -> {
        Tree added = engine.split(engine.tree(name), key, upper);
        assertEquals(upper, added.name());
      };
    }

    private Change ingestion(Contents after) throws IOException {
      String name = anyTree();
      TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
      for (int i = 2 + random.nextInt(30); i > 0; i--) {
        entries.put(key(), new byte[random.nextInt(40)]);
      }
      byte @Nullable [] from = random.nextInt(3) == 0 ? entries.firstKey() : null;
      byte[] end = entries.lastKey();
      if (from != null && Arrays.compareUnsigned(from, end) < 0) {
        after.tree(name).subMap(from, end).clear();
      }
      after.tree(name).putAll(entries);
      planned = after;
      List<Path> tables = prepare(entries, from, end);
      return engine -> {
        long sequence = engine.ingest(engine.tree(name), tables);
        assertTrue(sequence <= engine.durableSequence());
      };
    }

    /** In two tables, cut in the middle, when nothing is deleted. */
    private List<Path> prepare(TreeMap<byte[], byte[]> entries, byte @Nullable [] from, byte[] end)
        throws IOException {
      List<Path> tables = new ArrayList<>();
      boolean deletes = from != null && Arrays.compareUnsigned(from, end) < 0;
      int cut = deletes ? 0 : entries.size() / 2;
      int at = 0;
      PreparedTable table = begin(tables);
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        if (at == cut && at > 0) {
          table.finish();
          table.close();
          table = begin(tables);
        }
        at++;
        table = table.put(entry.getKey(), entry.getValue());
      }
      if (deletes && from != null) {
        table = table.deleteRange(from, end);
      }
      table.finish();
      table.close();
      return tables;
    }

    private PreparedTable begin(List<Path> tables) throws IOException {
      Path path = PREPARED.resolve("p" + ++made);
      tables.add(path);
      EngineOptions options =
          EngineOptions.builder()
              .blockBytes(64)
              .index(new IndexOptions(1 + random.nextInt(100), 50))
              .build();
      return new PreparedTable(files, path, options);
    }

    /** A new tree tells of a split, the sequence number of an ingestion. */
    private static boolean happened(LsmEngine engine, Contents after) {
      try (ReadView view = engine.snapshot()) {
        for (Map.Entry<String, NavigableMap<byte[], byte[]>> tree : after.trees.entrySet()) {
          if (!isSame(tree.getValue(), view, engine.tree(tree.getKey()))) {
            return false;
          }
        }
      }
      return true;
    }

    private static boolean isSame(NavigableMap<byte[], byte[]> expected, ReadView view, Tree tree) {
      try (Cursor cursor = view.cursor(tree, null, null)) {
        boolean valid = cursor.seekToFirst();
        for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
          if (!valid
              || !Arrays.equals(entry.getKey(), cursor.key())
              || !Arrays.equals(entry.getValue(), cursor.value())) {
            return false;
          }
          valid = cursor.next();
        }
        return !valid;
      }
    }

    private void assertSame(Contents expected, LsmEngine engine) {
      try (ReadView view = engine.snapshot()) {
        expected.trees.forEach(
            (name, entries) -> {
              Tree tree = engine.tree(name);
              assertTrue(isSame(entries, view, tree), name + " differs");
              entries.forEach((key, value) -> assertArrayEquals(value, view.get(tree, key)));
              EngineModel.assertSameOnWalk(entries, view, tree, random, KEYS);
            });
      }
    }

    private void assertNoOrphans(LsmEngine engine) throws IOException {
      long tables = files.list(DIRECTORY).stream().filter(it -> it.endsWith(".sst")).count();
      assertEquals(engine.stats().tableFiles(), tables);
    }
  }
}
