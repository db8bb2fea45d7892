package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.storage.engine.memory.ChunkPool;
import io.cairndb.storage.engine.memtable.MemTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of an engine's states, which a reader may meet between its check and its read. */
final class StateHolderTest {
  private static final ChunkPool POOL = new ChunkPool(1, 0);
  private final EngineState state =
      new EngineState(new MemTable(1, 0, POOL), List.of(), LsmVersion.EMPTY);
  private final StateHolder holder = new StateHolder(state);

  /** The reader used to look for a living state for ever. */
  @Test
  void aReaderThatComesAfterTheCloseIsRefused() {
    assertTrue(holder.release(state));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThrows(IllegalStateException.class, holder::acquire));
  }

  @Test
  void aReaderKeepsItsStateOverAChange() {
    EngineState held = holder.acquire();
    EngineState next = new EngineState(new MemTable(2, 0, POOL), List.of(), LsmVersion.EMPTY);
    holder.change(old -> next);
    assertSame(next, holder.acquire());
    assertTrue(holder.release(held));
  }
}
