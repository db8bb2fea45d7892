package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.lsm.MetamorphicScript.Change;
import io.cairndb.storage.engine.lsm.MetamorphicScript.Operation;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One engine of a metamorphic run. Between the operations of the script it does, by chance, what
 * must not show: flushes, compactions, restarts under other options, power cuts, splits, moves into
 * a checkpoint.
 */
final class MetamorphicEngine {
  /** What an engine does of its own accord. */
  enum Deed {
    RUN_WORKERS,
    FLUSH,
    COMPACT,
    REOPEN,
    KILL,
    CUT_POWER,
    SPLIT,
    MOVE_TO_CHECKPOINT,
    TRY_CHECKPOINT,
    RAISE_FORMAT,
    READ_PAST,
    HOLD_VIEW,
    INGEST,
    CHECK_PIN
  }

  private static final int PIECES_MAX = 6;
  private static final int VIEWS_MAX = 3;

  /** A pin, and the latest that the clock had shown when it was taken. */
  private record HeldPin(Pin pin, long millis) {}

  private record HeldView(ReadView view, MetamorphicTrees trees, MetamorphicTrees.Shown shown) {}

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(MetamorphicModel.START_MILLIS);
  private final MetamorphicModel model;
  private final int keys;
  private final boolean windows;
  private final List<String> trace;
  private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
  private final Map<Integer, HeldPin> pins = new TreeMap<>();
  private final List<HeldView> views = new ArrayList<>();
  private final MetamorphicTrees trees = new MetamorphicTrees();
  private RandomSource random;
  private SimulatedWorkers workers = new SimulatedWorkers(false);
  private Path directory = Path.of("/engine-0");
  private int directories;
  private int names;
  private EngineOptions options;
  private LsmEngine engine;
  private long dropped;

  MetamorphicEngine(
      MetamorphicModel model, int keys, RandomSource random, boolean old, List<String> trace)
      throws IOException {
    this.model = model;
    this.keys = keys;
    this.random = random;
    this.trace = trace;
    this.windows = random.nextInt(4) != 0;
    FormatVersion[] formats = FormatVersion.values();
    FormatVersion format = formats[old ? 0 : 1 + random.nextInt(formats.length - 1)];
    this.options = MetamorphicOptions.choose(random, format);
    this.engine = LsmEngine.open(files, directory, options, clock, workers);
    for (int i = 0; i < MetamorphicScript.TREES; i++) {
      trees.add(engine.tree("t" + i, optionsOf(i)));
    }
  }

  private TreeOptions optionsOf(int tree) {
    boolean levels =
        tree < MetamorphicScript.WINDOWS
            || !windows
            || !engine.format().isAtLeast(FormatVersion.VERSIONS);
    if (levels) {
      return TreeOptions.DEFAULT;
    }
    return TreeOptions.timeWindows(
        Duration.ofMillis(MetamorphicScript.WINDOW_MILLIS),
        tree == MetamorphicScript.LOG
            ? Duration.ofMillis(MetamorphicScript.LOG_EXPIRY_MILLIS)
            : Duration.ZERO);
  }

  Map<Deed, Integer> deeds() {
    return deeds;
  }

  /** Entries and tables that filters and expiry have dropped. */
  long dropped() {
    return dropped + droppedNow();
  }

  private long droppedNow() {
    EngineStats stats = engine.stats();
    return stats.compaction().dropped().entries() + stats.compaction().dropped().tables();
  }

  private void note(Deed deed, String detail) {
    deeds.merge(deed, 1, Integer::sum);
    trace.add("    " + deed + " " + detail);
  }

  /** Does one operation, which the model knows already, and by chance something else before. */
  void apply(Operation operation, long timestamp, RandomSource chance) throws IOException {
    random = chance;
    long behind = model.nowMillis() - clock.currentTimeMillis();
    clock.advance(Duration.ofMillis(behind));
    switch (operation) {
      case MetamorphicScript.Write write -> write(write, timestamp);
      case MetamorphicScript.Ingest ingest -> ingest(ingest);
      case MetamorphicScript.TakePin(int number) -> pin(number);
      case MetamorphicScript.ClosePin(int number) -> closePin(number);
      case MetamorphicScript.RaiseFormat() -> raise();
      case MetamorphicScript.Look() -> look();
      case MetamorphicScript.Tick tick -> {}
    }
    for (int i = random.nextInt(4); i > 1; i--) {
      act();
    }
  }

  private void write(MetamorphicScript.Write write, long timestamp) {
    WriteBatch batch = toBatch(write.changes());
    if (timestamp > 0) {
      batch.timestamp(timestamp);
    }
    Durability durability = write.synced() ? Durability.SYNC : Durability.BUFFERED;
    assertEquals(
        model.lastSequence(), engine.write(batch, durability, new Writes.Outcome()), "sequence");
  }

  private WriteBatch toBatch(List<Change> changes) {
    WriteBatch batch = new WriteBatch();
    for (Change change : changes) {
      byte[] value = change.value();
      byte[] end = change.end();
      if (end != null) {
        trees.forPieces(
            change.tree(),
            change.key(),
            end,
            (tree, from, to) -> batch.deleteRange(tree, from, to));
      } else if (value == null) {
        batch.delete(trees.pieceOf(change.tree(), change.key()), change.key());
      } else {
        batch.put(trees.pieceOf(change.tree(), change.key()), change.key(), value);
      }
    }
    return batch;
  }

  /** By tables made elsewhere if one piece of the tree takes all of it, else as a batch. */
  private void ingest(MetamorphicScript.Ingest ingest) throws IOException {
    Tree piece = trees.onlyPieceOf(ingest.tree(), ingest.changes());
    if (piece == null || random.nextInt(4) == 0) {
      write(new MetamorphicScript.Write(ingest.changes(), 0, true), 0);
      return;
    }
    note(Deed.INGEST, piece.name());
    List<Path> tables = prepare(ingest.changes());
    assertEquals(model.lastSequence(), engine.ingest(piece, tables), "sequence");
    for (Path table : tables) {
      files.delete(table);
    }
  }

  private List<Path> prepare(List<Change> changes) throws IOException {
    Path place = Path.of("/prepared");
    files.createDirectories(place);
    boolean ranges = changes.getFirst().end() != null;
    int perTable = ranges ? changes.size() : 1 + random.nextInt(changes.size());
    List<Path> tables = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += perTable) {
      Path path = place.resolve("table" + names++);
      boolean keys = options.operations().keyring() != null;
      EngineOptions how =
          MetamorphicOptions.choose(random, keys ? engine.format() : FormatVersion.FIRST);
      FormatVersion[] formats = FormatVersion.values();
      FormatVersion format = formats[1 + random.nextInt(engine.format().ordinal())];
      try (PreparedTable table = new PreparedTable(files, path, how, format)) {
        for (Change change : changes.subList(from, Math.min(from + perTable, changes.size()))) {
          byte[] value = change.value();
          byte[] end = change.end();
          if (end != null) {
            table.deleteRange(change.key(), end);
          } else if (value == null) {
            table.delete(change.key());
          } else {
            table.put(change.key(), value);
          }
        }
        table.finish();
      }
      tables.add(path);
    }
    return tables;
  }

  private void pin(int number) {
    workers.runPending();
    Pin pin = engine.pin();
    assertEquals(model.lastSequence(), pin.sequence(), "pinned");
    pins.put(number, new HeldPin(pin, model.latestMillis()));
  }

  private void closePin(int number) {
    HeldPin held = pins.remove(number);
    if (held != null) {
      check(held);
      held.pin().close();
    }
  }

  private void check(HeldPin held) {
    try (ReadView view = held.pin().view()) {
      trees.check(view, model.at(view.sequence()), held.millis(), random, keys);
    }
  }

  private void raise() throws IOException {
    FormatVersion[] formats = FormatVersion.values();
    FormatVersion target = formats[1 + random.nextInt(formats.length - 1)];
    note(Deed.RAISE_FORMAT, target.name());
    engine.raiseFormat(target);
    assertTrue(engine.format().isAtLeast(target));
  }

  private void look() {
    if (random.nextInt(2) == 0) {
      workers.runPending();
      assertEquals(model.lastSequence(), engine.durableSequence(), "durable");
    }
    look(engine);
  }

  private void look(LsmEngine at) {
    assertEquals(model.lastSequence(), at.lastSequence(), "last");
    try (ReadView view = random.nextInt(2) == 0 ? at.latest() : at.snapshot()) {
      trees.check(view, model.at(view.sequence()), model.latestMillis(), random, keys);
    }
  }

  private void act() throws IOException {
    int choice = random.nextInt(100);
    if (choice < 30) {
      note(Deed.RUN_WORKERS, "");
      workers.runPending();
    } else if (choice < 40) {
      note(Deed.FLUSH, "");
      engine.flush();
    } else if (choice < 50) {
      Tree tree = trees.randomPiece(random);
      note(Deed.COMPACT, tree.name());
      engine.compact(tree);
    } else if (choice < 62) {
      readBack(choice);
    } else if (choice < 68) {
      holdView();
    } else if (choice < 90) {
      shareTables(choice);
    } else {
      restart(choice);
    }
  }

  private void readBack(int choice) {
    if (choice < 56 && !pins.isEmpty()) {
      note(Deed.CHECK_PIN, pins.keySet().toString());
      pins.values().forEach(this::check);
    } else if (engine.horizon() <= engine.durableSequence()) {
      long span = engine.durableSequence() - engine.horizon() + 1;
      long sequence = engine.horizon() + random.nextInt((int) span);
      note(Deed.READ_PAST, sequence + " of " + engine.horizon() + "..");
      try (ReadView view = engine.snapshot(sequence)) {
        trees.check(view, model.at(sequence), model.latestMillis(), random, keys);
      }
    }
  }

  /** What a view has shown once it shows until its end. */
  private void holdView() {
    if (views.size() < VIEWS_MAX) {
      ReadView view = random.nextInt(2) == 0 ? engine.latest() : engine.snapshot();
      note(Deed.HOLD_VIEW, "at " + view.sequence());
      MetamorphicTrees held = trees.copy();
      views.add(
          new HeldView(
              view,
              held,
              held.check(view, model.at(view.sequence()), model.latestMillis(), random, keys)));
    } else {
      close(views.remove(random.nextInt(views.size())));
    }
  }

  private void close(HeldView held) {
    held.trees().checkSame(held.view(), held.shown());
    held.view().close();
  }

  private void shareTables(int choice) throws IOException {
    if (!engine.format().isAtLeast(FormatVersion.VERSIONS)) {
      if (random.nextInt(4) == 0) {
        raise();
        return;
      }
    } else if (choice < 80) {
      split();
      return;
    }
    if (choice > 84) {
      checkpoint();
    }
  }

  private void split() throws IOException {
    int tree = random.nextInt(MetamorphicScript.TREES);
    if (trees.pieces(tree) >= PIECES_MAX) {
      return;
    }
    Tree piece = trees.randomPiece(tree, random);
    byte[] key = EngineModel.key(random, keys);
    String name = "t" + tree + "-" + names++;
    note(Deed.SPLIT, piece.name() + " at " + HexFormat.of().formatHex(key) + " " + name);
    trees.split(tree, piece, key, engine.split(piece, key, name));
  }

  private void checkpoint() throws IOException {
    Path target = Path.of("/engine-" + ++directories);
    boolean moves = random.nextInt(2) == 0;
    note(moves ? Deed.MOVE_TO_CHECKPOINT : Deed.TRY_CHECKPOINT, target.toString());
    assertEquals(model.lastSequence(), engine.checkpoint(target), "checkpoint");
    if (moves) {
      end();
      directory = target;
      open();
      return;
    }
    SimulatedWorkers others = new SimulatedWorkers(true);
    EngineOptions how = MetamorphicOptions.choose(random, engine.format());
    try (LsmEngine other = LsmEngine.open(files, target, how, clock, others)) {
      look(other);
      // What happens to it is no affair of the engine it was taken from.
      Tree tree = trees.randomPiece(random);
      for (int i = 0; i < 20; i++) {
        byte[] key = EngineModel.key(random, keys);
        Writes.write(other, new WriteBatch().put(tree, key, new byte[100]));
      }
      other.compact(tree);
    }
  }

  private void restart(int choice) throws IOException {
    if (choice < 94) {
      note(Deed.REOPEN, "");
      end();
    } else {
      boolean power = choice < 97;
      note(power ? Deed.CUT_POWER : Deed.KILL, "");
      if (power || !options.log().enabled()) {
        engine.flush();
      } else {
        workers.runPending();
      }
      forgetReaders();
      files.inject(new FileFault(files.operations() + 1, FileFault.Kind.POWER_OFF));
      giveUp();
      if (power) {
        files.crash(random.nextLong());
      } else {
        files.restart();
      }
    }
    open();
  }

  /** Its memory goes; of its files nothing may change any more. */
  private void giveUp() {
    try {
      engine.close();
    } catch (IOException | EngineFailedException e) {
      assertTrue(files.faultFired(), e.toString());
    }
  }

  private void forgetReaders() {
    views.forEach(this::close);
    views.clear();
    pins.values().forEach(this::check);
    pins.clear();
    dropped += droppedNow();
  }

  /** Closes in order. */
  void end() throws IOException {
    forgetReaders();
    if (!options.log().enabled()) {
      engine.flush();
    }
    engine.close();
    assertEquals(0, files.openFiles(), "files left open");
  }

  private void open() throws IOException {
    options = MetamorphicOptions.choose(random, engine.format());
    workers = new SimulatedWorkers(random.nextInt(4) == 0);
    engine = LsmEngine.open(files, directory, options, clock, workers);
    trees.requireKnown(engine);
    look(engine);
  }
}
