package io.cairndb.partition.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The control plane over the real engine and a loop of its own, through power cuts. */
final class ControlPlaneEngineTest {
  private static final Path DIRECTORY = Path.of("/control-plane");

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final FakeShards shards = new FakeShards();
  private final AtomicLong ids = new AtomicLong();

  @Test
  void acknowledgedMetadataSurvivesPowerCuts() throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("rerun with -Dcairn.seed=" + seed);
    for (int round = 0; round < 5; round++) {
      String name = "table-" + round;
      int tag = round;
      use(
          plane -> {
            awaitAccepted(plane.submit(Commands.create(name, "index")));
            for (int i = 0; i <= tag; i++) {
              awaitAccepted(
                  plane.submit(new ControlCommand.AddTags("table-" + i, Map.of("k", name))));
            }
          });
      files.crash(seed + round);
      int expected = round + 1;
      use(
          plane -> {
            assertEquals(expected, plane.catalog().tables().size());
            plane
                .catalog()
                .tables()
                .values()
                .forEach(table -> assertEquals(Map.of("k", name), table.settings().tags()));
          });
      files.crash(-seed - round);
    }
  }

  @Test
  void everyTableBecomesActiveWithoutBeingAskedFor() throws Exception {
    use(
        new ControlPlaneListener() {},
        plane -> {
          for (int i = 0; i < 20; i++) {
            awaitAccepted(plane.submit(Commands.create("table-" + i, "index")));
          }
        });
    // The process ends wherever the steps happened to be; the next one finishes them.
    CompletableFuture<Void> settled = new CompletableFuture<>();
    use(
        new ControlPlaneListener() {
          @Override
          public void catalogChanged(Catalog catalog) {
            completeWhenActive(catalog, settled);
          }
        },
        plane -> {
          completeWhenActive(plane.catalog(), settled);
          settled.get(30, TimeUnit.SECONDS);
          TableDescriptor table = plane.catalog().table("table-7");
          assertNotNull(table);
          assertEquals(table.schema(), shards.schemas.get(table.id()));
        });
  }

  private static void completeWhenActive(Catalog catalog, CompletableFuture<Void> settled) {
    if (catalog.tables().values().stream().allMatch(t -> t.status() == TableStatus.ACTIVE)) {
      settled.complete(null);
    }
  }

  private interface Use {
    void with(ControlPlane plane) throws Exception;
  }

  private void use(Use use) throws Exception {
    use(new ControlPlaneListener() {}, use);
  }

  private void use(ControlPlaneListener listener, Use use) throws Exception {
    try (LsmEngine engine = open();
        ThreadedControlLoop loop = new ThreadedControlLoop();
        ControlPlane plane =
            new ControlPlane.Builder(
                    engine,
                    shards,
                    () -> List.of(new ShardId(0, 0)),
                    loop,
                    ControlPlaneConfig.DEFAULT,
                    Clock.system(),
                    () -> new UUID(0x7000, ids.incrementAndGet()))
                .listener(listener)
                .open()) {
      use.with(plane);
    }
  }

  private LsmEngine open() throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, EngineOptions.defaults(), Clock.system(), Workers.platform("test-"));
  }

  private static void awaitAccepted(CompletableFuture<ControlResult> answer) throws Exception {
    assertInstanceOf(ControlResult.Accepted.class, answer.get(30, TimeUnit.SECONDS));
  }
}
