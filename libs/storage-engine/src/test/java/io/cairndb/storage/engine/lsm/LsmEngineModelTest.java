package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random operations under random options, with restarts, flushes, compactions and long-lived views,
 * compared with sorted maps at every turn.
 */
class LsmEngineModelTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int RUNS = 60;
  private static final int STEPS = 250;

  private record Held(ReadView view, List<NavigableMap<byte[], byte[]>> expected) {}

  @Test
  void showsWhatSortedMapsShow() throws IOException {
    long seed = Seeds.choose("LsmEngineModelTest");
    long flushes = 0;
    long compactions = 0;
    for (int run = 0; run < RUNS; run++) {
      Run one = new Run(RandomSource.seeded(seed + run));
      one.run();
      flushes += one.flushes;
      compactions += one.compactions;
    }
    assertTrue(flushes > RUNS && compactions > RUNS, flushes + ", " + compactions);
  }

  private static final class Run {
    private final RandomSource random;
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final EngineModel model = new EngineModel();
    private final SimulatedWorkers workers = new SimulatedWorkers(false);
    private final int keys;
    private final List<Held> held = new ArrayList<>();
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
      LsmEngine opened =
          LsmEngine.open(files, DIRECTORY, RandomOptions.choose(random), Clock.system(), workers);
      trees = IntStream.range(0, EngineModel.TREES).mapToObj(i -> opened.tree("t" + i)).toList();
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
        long sequence =
            engine.write(EngineModel.toBatch(steps, trees), durability, new Writes.Outcome());
        assertEquals(model.lastSequence(), sequence);
      } else if (choice < 75) {
        workers.runPending();
      } else if (choice < 78) {
        engine.flush();
      } else if (choice < 80) {
        engine.compact(trees.get(random.nextInt(EngineModel.TREES)));
      } else if (choice < 90) {
        look();
      } else if (choice < 94) {
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
      flushes += engine.stats().flushes();
      compactions += engine.stats().compaction().compactions();
      engine.close();
      engine = open();
      assertEquals(model.lastSequence(), engine.lastSequence());
      look();
    }
  }
}
