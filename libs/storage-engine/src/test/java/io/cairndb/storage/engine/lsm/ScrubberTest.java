package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineEvent;
import io.cairndb.storage.engine.EngineListener;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds come by the engine's clock, and go on whatever happens in one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ScrubberTest {
  private static final Path DIRECTORY = Path.of("/engine");

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(1_000);

  private LsmEngine open(long bytesPerSecond, Workers workers, EngineListener listener)
      throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .operations(
                OperationsOptions.defaults()
                    .withScrub(new ScrubOptions(bytesPerSecond, Duration.ZERO))
                    .withListener(listener))
            .build();
    return LsmEngine.open(files, DIRECTORY, options, clock, workers);
  }

  /** Lets time go by until a round has ended; returns how often it did. */
  private int awaitRound(LinkedBlockingQueue<EngineEvent> rounds) throws InterruptedException {
    int steps = 0;
    while (rounds.poll(20, TimeUnit.MILLISECONDS) == null) {
      clock.advance(Duration.ofSeconds(2));
      steps++;
    }
    return steps;
  }

  @Test
  void roundsOfAnEmptyEngineAreASecondApart() throws Exception {
    LinkedBlockingQueue<EngineEvent> rounds = new LinkedBlockingQueue<>();
    try (LsmEngine engine = open(1 << 20, Workers.platform("scrubber-"), rounds::add)) {
      int steps = 0;
      for (int round = 1; round <= 3; round++) {
        steps += awaitRound(rounds);
        for (int i = 0; i < 50; i++) {
          long unused =
              Writes.write(
                  engine, new WriteBatch().put(engine.tree("t"), new byte[1], new byte[1]));
        }
      }
      assertTrue(engine.stats().integrity().scrub().rounds() <= steps + 1, "without a pause");
    }
  }

  @Test
  void whatAListenerThrowsEndsNoScrubbing() throws Exception {
    LinkedBlockingQueue<EngineEvent> rounds = new LinkedBlockingQueue<>();
    EngineListener broken =
        event -> {
          rounds.add(event);
          throw new IllegalStateException("a listener's mistake");
        };
    try (LsmEngine engine = open(1 << 20, Workers.platform("scrubber-"), broken)) {
      for (int round = 1; round <= 3; round++) {
        int unused = awaitRound(rounds);
      }
      assertTrue(engine.stats().integrity().scrub().rounds() >= 3);
    }
  }

  /** A clock that stands still, and a worker without a thread: nobody would end the wait. */
  @Test
  void workerWithoutThreadDoesNotWaitForTheRate() throws IOException {
    LinkedBlockingQueue<EngineEvent> rounds = new LinkedBlockingQueue<>();
    try (LsmEngine engine = open(1, new SimulatedWorkers(true), rounds::add)) {
      Tree tree = engine.tree("t");
      long unused = Writes.write(engine, new WriteBatch().put(tree, new byte[1], new byte[1000]));
      engine.flush();
    }
    rounds.clear();
    try (LsmEngine engine = open(1, new SimulatedWorkers(true), rounds::add)) {
      assertEquals(1, engine.stats().integrity().scrub().rounds());
      assertTrue(engine.stats().integrity().scrub().bytes() > 0);
    }
  }
}
