package io.cairndb.shard;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Answers are given on the engine's log thread. What follows an answer, the next step of a
 * transaction say, used to be evaluated there too, and waited for ever for the log to make room.
 */
final class LogThreadTest {
  private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

  /** Workers that stand still while the gate is closed. */
  private final Workers gated =
      (name, task) -> Workers.platform("log-thread-test-").start(name, () -> pass(task));

  private void pass(Runnable task) {
    try {
      gate.get().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    task.run();
  }

  @Test
  void whatFollowsAnAnswerMayWaitForTheLog() throws Exception {
    // Any write fills the log, so the second one of two waits.
    EngineOptions full =
        EngineOptions.builder().log(LogOptions.defaults().withPendingBytesMax(1)).build();
    ManualClock clock = new ManualClock(ShardFixture.START_MILLIS);
    LsmEngine engine =
        LsmEngine.open(new MemoryFileSystem(), Path.of("engine"), full, clock, gated);
    ExecutorService relief = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    Shard shard =
        Shard.open(
            ShardFixture.SHARD,
            engine,
            new HybridClock(clock, 1, RandomSource.seeded(42)),
            new ShardOptions(Durability.SYNC, 1000, 1000),
            relief,
            ShardListener.NONE);
    shard
        .submit(
            new Command.InstallSchema(
                ShardFixture.TABLE, List.of(ShardFixture.PARTITION, ShardFixture.INDEX_PARTITION)))
        .join();

    gate.set(new CountDownLatch(1));
    CompletableFuture<CommandResult> last =
        shard
            .submit(put("first"))
            .thenCompose(
                answer -> {
                  var _ = shard.submit(put("second"));
                  return shard.submit(put("third"));
                });
    gate.get().countDown();

    assertInstanceOf(CommandResult.Written.class, last.get(20, TimeUnit.SECONDS));
    shard.close();
    engine.close();
    relief.shutdown();
  }

  private static Command put(String pk) {
    return ShardFixture.put(ShardFixture.item(pk, 1));
  }
}
