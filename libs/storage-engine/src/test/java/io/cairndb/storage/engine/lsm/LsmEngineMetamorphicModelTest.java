package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.lsm.MetamorphicEngine.Deed;
import io.cairndb.storage.engine.lsm.MetamorphicScript.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same operations are done to several engines, each of which is flushed, compacted, restarted
 * under other options, cut from power, split and moved into checkpoints at points of its own. All
 * show what sorted maps show, at the newest state, at pinned and at past ones. A run that fails is
 * made shorter, then printed as a trace; {@code -Dcairn.seed} repeats it.
 */
class LsmEngineMetamorphicModelTest {
  private static final int ENGINES = 3;
  private static final int SHORTENINGS_MAX = 400;

  @Test
  void enginesAgreeWhateverTheyDoInBetween() {
    run(Integer.getInteger("cairn.metamorphic.runs", 6));
  }

  @Tag("soak")
  @Test
  void enginesAgreeInLongCampaigns() {
    run(Integer.getInteger("cairn.metamorphic.runs", 20_000));
  }

  private static void run(int runs) {
    long seed = Seeds.choose("LsmEngineMetamorphicModelTest");
    Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
    long dropped = 0;
    for (int i = 0; i < runs; i++) {
      MetamorphicScript script = MetamorphicScript.of(seed + i);
      Run run = new Run(seed + i, script);
      Throwable failure = run.failure();
      if (failure != null) {
        throw shortened(seed + i, script, failure);
      }
      if (i % 500 == 499) {
        System.out.println("LsmEngineMetamorphicModelTest: " + (i + 1) + " runs");
      }
      dropped += run.dropped;
      run.deeds.forEach((deed, count) -> deeds.merge(deed, count, Integer::sum));
    }
    System.out.println("LsmEngineMetamorphicModelTest: " + deeds + ", dropped " + dropped);
    if (runs >= 40) {
      for (Deed deed : Deed.values()) {
        assertTrue(deeds.getOrDefault(deed, 0) >= runs / 10, deed + " of " + deeds);
      }
      assertTrue(dropped > runs, "dropped " + dropped);
    }
  }

  /** Leaves out operations as long as the run still fails. */
  private static AssertionError shortened(long seed, MetamorphicScript script, Throwable failure) {
    MetamorphicScript shortest = script;
    Run failed = new Run(seed, script);
    @Nullable Throwable cause = failed.failure();
    int tries = 0;
    for (int length = script.steps().size() / 2; length > 0; length /= 2) {
      for (int from = 0; from < shortest.steps().size() && tries < SHORTENINGS_MAX; ) {
        int to = Math.min(from + length, shortest.steps().size());
        if (shortest.without(from, to).steps().size() == shortest.steps().size()) {
          from = to;
          continue;
        }
        Run run = new Run(seed, shortest.without(from, to));
        Throwable again = run.failure();
        tries++;
        if (again == null) {
          from = to;
        } else {
          shortest = shortest.without(from, to);
          failed = run;
          cause = again;
        }
      }
    }
    return new AssertionError(
        "seed %d, repeat with -Dcairn.seed=%d -Dcairn.metamorphic.runs=1; at first: %s%n%s%n"
                .formatted(seed, seed, failure, String.join("\n", failed.trace))
            + cause,
        cause);
  }

  /** A script with the engines it is done to. */
  private static final class Run {
    private final long seed;
    private final MetamorphicScript script;
    private final List<String> trace = new ArrayList<>();
    private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
    private long dropped;

    Run(long seed, MetamorphicScript script) {
      this.seed = seed;
      this.script = script;
    }

    /** What goes wrong; null when nothing does. */
    @Nullable Throwable failure() {
      try {
        run();
        return null;
      } catch (IOException | RuntimeException | Error e) {
        return e;
      }
    }

    /** Chance is one for each operation and engine, so that it stays when others are left out. */
    private RandomSource chance(int operation, int engine) {
      return RandomSource.seeded(seed * 1_000_003 + operation * 31L + engine);
    }

    private void run() throws IOException {
      MetamorphicModel model = new MetamorphicModel();
      List<MetamorphicEngine> engines = new ArrayList<>();
      for (int i = 0; i < ENGINES; i++) {
        RandomSource chance = chance(-1, i);
        boolean old = chance.nextInt(4) == 0;
        engines.add(new MetamorphicEngine(model, script.keys(), chance, old, trace));
      }
      long timestamp = 1_000;
      for (MetamorphicScript.Step step : script.steps()) {
        Operation operation = step.operation();
        long stamp = 0;
        switch (operation) {
          case MetamorphicScript.Write write -> {
            model.add(write.changes());
            timestamp += write.stampedBy();
            stamp = write.stampedBy() == 0 ? 0 : timestamp;
          }
          case MetamorphicScript.Ingest ingest -> model.add(ingest.changes());
          case MetamorphicScript.Tick tick -> model.tick(tick.millis());
          default -> {}
        }
        trace.add(step.number() + ": " + describe(operation));
        for (int i = 0; i < ENGINES; i++) {
          trace.add("  engine " + i);
          engines.get(i).apply(operation, stamp, chance(step.number(), i));
        }
      }
      for (MetamorphicEngine engine : engines) {
        trace.add("end");
        dropped += engine.dropped();
        engine.end();
        engine.deeds().forEach((deed, count) -> deeds.merge(deed, count, Integer::sum));
      }
    }

    private static String describe(Operation operation) {
      return switch (operation) {
        case MetamorphicScript.Write write ->
            "write of " + write.changes().size() + describe(write.changes());
        case MetamorphicScript.Ingest ingest -> "ingest" + describe(ingest.changes());
        default -> operation.toString();
      };
    }

    private static String describe(List<MetamorphicScript.Change> changes) {
      StringBuilder text = new StringBuilder();
      for (MetamorphicScript.Change change : changes.subList(0, Math.min(8, changes.size()))) {
        byte[] value = change.value();
        byte[] end = change.end();
        text.append(" t").append(change.tree()).append(' ').append(hex(change.key()));
        text.append(end != null ? ".." + hex(end) : value == null ? " deleted" : "");
      }
      return text.toString();
    }

    private static String hex(byte[] key) {
      return java.util.HexFormat.of().formatHex(key);
    }
  }
}
