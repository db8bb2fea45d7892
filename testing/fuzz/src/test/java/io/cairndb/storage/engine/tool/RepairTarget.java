package io.cairndb.storage.engine.tool;

import io.cairndb.env.Clock;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.lsm.LsmEngine;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An engine's directory with damage anywhere: a repair makes one that opens, in which nothing is
 * damaged and every tree can be read to its end.
 *
 * <p>An input is a list of damages of {@link #DAMAGE_BYTES} each: the file, two bytes of place, and
 * what is done there.
 */
public final class RepairTarget implements FuzzTarget {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int DAMAGES_MAX = 16;
  private static final int DAMAGE_BYTES = 4;
  private static final int CUT = 0;
  private static final int DELETE = 255;
  private static final List<String> TREES = List.of("t", "windows", "upper");
  private static final EngineOptions OPTIONS =
      EngineOptions.builder().blockBytes(64).index(new IndexOptions(200, 60)).build();

  /** By name, what the directory holds while nothing is damaged. */
  private final Map<String, byte[]> original = new TreeMap<>();

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    Clock clock = new ManualClock(Duration.ofDays(20_000).toMillis());
    return LsmEngine.open(files, DIRECTORY, OPTIONS, clock, new SimulatedWorkers(true));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, byte[]> original() throws IOException {
    if (original.isEmpty()) {
      MemoryFileSystem files = new MemoryFileSystem();
      try (LsmEngine engine = open(files)) {
        fill(engine, files);
      }
      for (String name : files.list(DIRECTORY)) {
        original.put(name, files.contents(DIRECTORY.resolve(name)));
      }
    }
    return original;
  }

  private static void fill(LsmEngine engine, MemoryFileSystem files) throws IOException {
    Tree tree = engine.tree("t");
    Tree windows =
        engine.tree("windows", TreeOptions.timeWindows(Duration.ofHours(1), Duration.ofDays(9)));
    for (int i = 0; i < 30; i++) {
      WriteBatch batch = new WriteBatch().put(tree, bytes("k" + i % 17), bytes("value " + i));
      batch.put(windows, bytes("w" + i), new byte[i % 5]).delete(tree, bytes("k" + i % 5));
      var unused = engine.write(batch, Durability.SYNC);
      if (i % 9 == 8) {
        engine.flush();
      }
    }
    engine.compact(tree);
    files.createDirectories(Path.of("/prepared"));
    Path path = Path.of("/prepared/table");
    try (PreparedTable table = new PreparedTable(files, path, OPTIONS)) {
      table.put(bytes("k3x"), bytes("1")).deleteRange(bytes("k4"), bytes("k6")).finish();
    }
    long unused = engine.ingest(tree, List.of(path));
    Tree upper = engine.split(tree, bytes("k3"), "upper");
    WriteBatch last = new WriteBatch().put(upper, bytes("z"), bytes("logged"));
    var durable = engine.write(last.deleteRange(tree, bytes("k1"), bytes("k12")), Durability.SYNC);
    durable.join();
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, byte[]> file : original().entrySet()) {
      int length = file.getValue().length;
      for (int at : new int[] {length / 4, length / 2, Math.max(0, length - 9)}) {
        byte[] damage = {(byte) number, (byte) (at >> 8), (byte) at, 1};
        seeds.add(damage);
        seeds.add(new byte[] {damage[0], damage[1], damage[2], CUT});
      }
      seeds.add(new byte[] {(byte) number++, 0, 0, (byte) DELETE});
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(DIRECTORY);
    Map<String, byte[]> contents = new TreeMap<>(original());
    List<String> names = List.copyOf(contents.keySet());
    for (int i = 0; i < DAMAGES_MAX && (i + 1) * DAMAGE_BYTES <= input.length; i++) {
      damage(contents, names, Arrays.copyOfRange(input, i * DAMAGE_BYTES, (i + 1) * DAMAGE_BYTES));
    }
    contents.forEach((name, bytes) -> files.overwrite(DIRECTORY.resolve(name), bytes));
    EngineLocation place = new EngineLocation(files, DIRECTORY);
    try {
      var unused =
          new EngineRepair(place, 1, RandomSource.seeded(1), input.length % 2 == 0, found -> {})
              .run();
    } catch (IOException refused) {
      // Another format, or no engine.
      return;
    }
    Check.that(files.openFiles() == 0, "files left open by the repair");
    EngineVerifier.Result verified = new EngineVerifier(place, finding -> {}, Progress.NONE).run();
    Check.that(verified.damages() == 0, "damage after the repair");
    readAll(files);
  }

  private static void damage(Map<String, byte[]> contents, List<String> names, byte[] damage) {
    String name = names.get((damage[0] & 0xFF) % names.size());
    byte[] file = contents.get(name);
    int place = (damage[1] & 0xFF) << 8 | (damage[2] & 0xFF);
    if (file == null || file.length == 0) {
      return;
    }
    switch (damage[3] & 0xFF) {
      case DELETE -> contents.remove(name);
      case CUT -> contents.put(name, Arrays.copyOf(file, place % file.length));
      default -> {
        byte[] changed = file.clone();
        changed[place % file.length] ^= damage[3];
        contents.put(name, changed);
      }
    }
  }

  private static void readAll(MemoryFileSystem files) throws IOException {
    try (LsmEngine engine = open(files)) {
      for (String name : TREES) {
        try (ReadView view = engine.snapshot();
            Cursor cursor = view.cursor(engine.tree(name), null, null)) {
          for (boolean there = cursor.seekToFirst(); there; there = cursor.next()) {
            Check.that(
                Arrays.equals(cursor.value(), view.get(engine.tree(name), cursor.key())),
                "a key that shows two values");
          }
        }
      }
    }
  }
}
