package io.cairndb.storage.engine.bench;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What compactions write and what space they leave unused: a fill in random or sequential order,
 * then overwrites, with everything a hundredth of its usual size. One thread, so that a run is a
 * function of its seed. Arguments: thousands of keys, times each is overwritten.
 */
public final class AmplificationBenchmark {
  private static final int VALUE_BYTES = 100;
  private static final long UNIT = 320 << 10;
  private static final int PER_BATCH = 20;

  private final RandomSource random = RandomSource.seeded(7);
  private final LsmEngine engine;
  private final Tree tree;
  private final int keys;
  private CompactionStats before = CompactionStats.NONE;

  private AmplificationBenchmark(LsmEngine engine, int keys) {
    this.engine = engine;
    this.tree = engine.tree("t");
    this.keys = keys;
  }

  public static void main(String[] arguments) throws IOException {
    int keys = Integer.parseInt(arguments[0]) * 1000;
    int overwrites = Integer.parseInt(arguments[1]);
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(UNIT)
            .compaction(
                CompactionOptions.builder().tableBytes(UNIT).levelBaseBytes(2 * UNIT).build())
            .writeAheadLog(false)
            .build();
    for (boolean sequential : new boolean[] {true, false}) {
      try (LsmEngine engine =
          LsmEngine.open(
              new MemoryFileSystem(),
              Path.of("/engine"),
              options,
              Clock.system(),
              new SimulatedWorkers(true))) {
        AmplificationBenchmark one = new AmplificationBenchmark(engine, keys);
        one.fill(sequential);
        for (int i = 0; i < overwrites; i++) {
          one.overwrite();
        }
      }
    }
  }

  private void fill(boolean sequential) throws IOException {
    // A multiplier that shares no factor with the number of keys visits each once.
    long step = sequential ? 1 : 7_368_787L;
    for (int i = 0; i < keys; i += PER_BATCH) {
      WriteBatch batch = new WriteBatch();
      for (int j = i; j < i + PER_BATCH; j++) {
        batch.put(tree, key(j * step % keys), value());
      }
      write(batch);
    }
    report(sequential ? "fill-sequential" : "fill-random");
  }

  private void overwrite() throws IOException {
    for (int i = 0; i < keys; i += PER_BATCH) {
      WriteBatch batch = new WriteBatch();
      for (int j = 0; j < PER_BATCH; j++) {
        batch.put(tree, key(random.nextInt(keys)), value());
      }
      write(batch);
    }
    report("overwrite");
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(16).putLong(0).putLong(number).array();
  }

  private byte[] value() {
    ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES + 8);
    while (value.remaining() >= 8) {
      value.putLong(random.nextLong());
    }
    return value.array();
  }

  private void write(WriteBatch batch) {
    long unused =
        engine.write(
            batch,
            Durability.BUFFERED,
            new WriteListener() {
              @Override
              public void onDurable(long sequence) {}

              @Override
              public void onFailure(EngineFailedException failure) {
                throw failure;
              }
            });
  }

  private void report(String phase) throws IOException {
    engine.flush();
    CompactionStats now = engine.stats().compaction();
    long flushed = now.flushedBytes() - before.flushedBytes();
    long written = now.bytesWritten() - before.bytesWritten();
    System.out.printf(
        Locale.ROOT,
        "%-16s write amplification %.2f, space amplification %.3f, %d compactions, %d moves, %d"
            + " tables, %s%n",
        phase,
        1 + (double) written / flushed,
        now.spaceAmplification(),
        now.compactions() - before.compactions(),
        now.trivialMoves() - before.trivialMoves(),
        engine.stats().tableFiles(),
        now.levels().stream().map(level -> level.bytes() / 1024).toList());
    before = now;
  }
}
