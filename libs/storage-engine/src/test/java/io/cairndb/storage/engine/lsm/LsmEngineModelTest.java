package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.VersionsGoneException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteConflictException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

/**
 * Random operations under random options, with restarts, flushes, compactions, long-lived views,
 * pins and reads of the past, compared with sorted maps at every turn.
 */
class LsmEngineModelTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int RUNS = 60;
  private static final int STEPS = 250;

  private record Pinned(Pin pin, List<NavigableMap<byte[], byte[]>> expected) {}

  private record Held(ReadView view, List<NavigableMap<byte[], byte[]>> expected) {}

  @Test
  void showsWhatSortedMapsShow() throws IOException {
    long seed = Seeds.choose("LsmEngineModelTest");
    long flushes = 0;
    long compactions = 0;
    long pastReads = 0;
    long conflicts = 0;
    for (int run = 0; run < RUNS; run++) {
      Run one = new Run(RandomSource.seeded(seed + run));
      one.run();
      flushes += one.flushes;
      compactions += one.compactions;
      pastReads += one.pastReads;
      conflicts += one.conflicts;
    }
    assertTrue(pastReads > RUNS && conflicts > RUNS / 6, pastReads + ", " + conflicts);
    assertTrue(flushes > RUNS && compactions > RUNS, flushes + ", " + compactions);
  }

  private static final class Run {
    private final RandomSource random;
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final EngineModel model = new EngineModel();
    private final SimulatedWorkers workers = new SimulatedWorkers(false);
    private final int keys;
    private final List<Held> held = new ArrayList<>();
    private final List<Pinned> pinned = new ArrayList<>();
    private long stepMax;
    private long now = 10_000;
    private long pastReads;
    private long conflicts;
    private LsmEngine engine;
    private List<Tree> trees = List.of();
    private long flushes;
    private long compactions;

    Run(RandomSource random) throws IOException {
      this.random = random;
      this.keys = 20 + random.nextInt(400);
      this.engine = open();
    }

    private LsmEngine open() throws IOException {
      EngineOptions options = RandomOptions.choose(random);
      VersionOptions versions = options.versions();
      stepMax = versions.retention() > 0 ? Math.max(stepMax, versions.timestampStep()) : stepMax;
      LsmEngine opened = LsmEngine.open(files, DIRECTORY, options, Clock.system(), workers);
      trees = EngineModel.trees(opened);
      return opened;
    }

    void run() throws IOException {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      reopen();
      engine.close();
    }

    private void step() throws IOException {
      int choice = random.nextInt(100);
      if (choice < 60) {
        List<EngineModel.Step> steps = EngineModel.randomBatch(random, 6, keys, 200);
        model.add(steps);
        Durability durability = random.nextInt(3) == 0 ? Durability.BUFFERED : Durability.SYNC;
        WriteBatch batch = EngineModel.toBatch(steps, trees);
        if (random.nextInt(4) != 0) {
          now += random.nextInt(3);
          batch.timestamp(now);
          model.stamp(now);
        }
        long sequence = engine.write(batch, durability, new Writes.Outcome());
        assertEquals(model.lastSequence(), sequence);
      } else if (choice < 75) {
        workers.runPending();
      } else if (choice < 78) {
        engine.flush();
      } else if (choice < 79) {
        engine.compact(trees.get(random.nextInt(EngineModel.TREES)));
      } else if (choice < 87) {
        look();
      } else if (choice < 90) {
        pin();
      } else if (choice < 92) {
        readThePast();
      } else if (choice < 94) {
        writeIfUnchanged();
      } else if (choice < 96) {
        ReadView view = engine.snapshot();
        held.add(new Held(view, model.at(view.sequence())));
      } else if (choice < 98 && !held.isEmpty()) {
        Held old = held.remove(random.nextInt(held.size()));
        check(old);
        old.view().close();
      } else if (choice == 99 && random.nextInt(4) == 0) {
        reopen();
      }
    }

    private void pin() {
      if (pinned.size() < 4 && random.nextInt(3) != 0) {
        Pin pin = engine.pin();
        pinned.add(new Pinned(pin, model.at(pin.sequence())));
      } else if (!pinned.isEmpty()) {
        Pinned old = pinned.remove(random.nextInt(pinned.size()));
        check(old);
        old.pin().close();
      }
    }

    private void check(Pinned pin) {
      try (ReadView view = pin.pin().view()) {
        check(new Held(view, pin.expected()));
      }
    }

    /** At any sequence number from the horizon on, and as of any time that leads there. */
    private void readThePast() {
      long horizon = engine.horizon();
      long durable = engine.durableSequence();
      if (horizon > durable) {
        long gone = gone();
        if (gone >= 0) {
          assertThrows(VersionsGoneException.class, () -> engine.snapshot(gone));
        }
        return;
      }
      pastReads++;
      long sequence = horizon + random.nextInt((int) (durable - horizon) + 1);
      try (ReadView view = engine.snapshot(sequence)) {
        check(new Held(view, model.at(sequence)));
      }
      long time = now - random.nextInt(30);
      long exact = Math.min(model.sequenceAt(time), durable);
      long found = engine.sequenceAt(time);
      assertTrue(found <= exact, found + " > " + exact);
      if (exact >= horizon && model.timeOf(exact) > 0 && found >= horizon) {
        long lag = model.timeOf(exact) - model.timeOf(found);
        assertTrue(lag < stepMax, "lag " + lag);
      }
    }

    /** Below zero when every number there is happens to be pinned. */
    private long gone() {
      long sequence = engine.durableSequence();
      while (sequence >= 0 && isPinned(sequence)) {
        sequence--;
      }
      return sequence;
    }

    private boolean isPinned(long sequence) {
      return pinned.stream().anyMatch(pin -> pin.pin().sequence() == sequence);
    }

    private void writeIfUnchanged() {
      if (pinned.isEmpty()) {
        return;
      }
      long readAt = pinned.get(random.nextInt(pinned.size())).pin().sequence();
      int tree = random.nextInt(EngineModel.TREES);
      byte[] key = EngineModel.key(random, keys);
      WriteBatch batch =
          new WriteBatch()
              .requireUnchanged(trees.get(tree), key, readAt)
              .put(trees.get(tree), key, new byte[] {1});
      if (model.isWrittenSince(readAt, tree, key)) {
        conflicts++;
        assertThrows(
            WriteConflictException.class,
            () -> engine.write(batch, Durability.SYNC, new Writes.Outcome()));
      } else {
        model.add(List.of(new EngineModel.Step(tree, key, new byte[] {1}, null)));
        assertEquals(
            model.lastSequence(), engine.write(batch, Durability.SYNC, new Writes.Outcome()));
      }
    }

    private void look() {
      try (ReadView latest = engine.latest();
          ReadView durable = engine.snapshot()) {
        assertEquals(model.lastSequence(), latest.sequence());
        assertEquals(engine.durableSequence(), durable.sequence());
        check(new Held(latest, model.at(latest.sequence())));
        check(new Held(durable, model.at(durable.sequence())));
      }
    }

    private void check(Held held) {
      EngineModel.assertSame(held.expected(), held.view(), trees);
      int tree = random.nextInt(EngineModel.TREES);
      EngineModel.assertSameOnWalk(
          held.expected().get(tree), held.view(), trees.get(tree), random, keys);
    }

    private void reopen() throws IOException {
      for (Held old : held) {
        check(old);
        old.view().close();
      }
      held.clear();
      pinned.forEach(this::check);
      pinned.clear();
      flushes += engine.stats().flushes();
      compactions += engine.stats().compaction().compactions();
      engine.close();
      engine = open();
      assertEquals(model.lastSequence(), engine.lastSequence());
      look();
    }
  }
}
