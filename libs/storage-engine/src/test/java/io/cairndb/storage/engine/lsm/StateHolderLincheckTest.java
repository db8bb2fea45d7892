package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.memory.ChunkPool;
import io.cairndb.storage.engine.memtable.MemTable;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** A reader gets the current state, alive, whoever replaces and collects states meanwhile. */
public class StateHolderLincheckTest {
  private static final ChunkPool POOL = new ChunkPool(1, 0);

  private final StateHolder holder = new StateHolder(state(0));

  private static EngineState state(long number) {
    MemTable memtable = new MemTable(number, 0, POOL);
    memtable.insert(0, new byte[] {1}, new byte[] {(byte) number}, 1);
    EngineState state = new EngineState(memtable, List.of(), LsmVersion.EMPTY);
    memtable.release();
    return state;
  }

  /** What is read says that the memory is still that of the state. */
  @Operation
  public int read() {
    EngineState state = holder.acquire();
    try {
      ValueSlice value = state.active().get(0, new byte[] {1}, 1, null);
      return value == null ? -1 : value.array()[0];
    } finally {
      boolean unused = holder.release(state);
    }
  }

  @Operation
  public void change() {
    holder.change(old -> state(old.active().logNumber() + 1));
  }

  @Operation(nonParallelGroup = "collector")
  public void collect() {
    holder.collect();
  }

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .iterations(Integer.getInteger("cairn.lincheck.iterations", 2))
        .invocationsPerIteration(150)
        .check(StateHolderLincheckTest.class);
  }
}
