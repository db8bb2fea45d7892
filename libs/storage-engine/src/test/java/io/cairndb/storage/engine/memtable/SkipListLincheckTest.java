package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.memory.ChunkPool;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * What readers see beside the one writer is what they would see in some order of the operations,
 * one at a time.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:5")
public class SkipListLincheckTest {
  private final SkipList list = new SkipList(new NodeArena(new ChunkPool(1, 0)));
  private long sequence;

  private static byte[] bytes(int number) {
    return new byte[] {(byte) number};
  }

  private int valueOf(int node) {
    byte[] value = new byte[1];
    list.copyValue(node, value);
    return value[0];
  }

  @Operation(nonParallelGroup = "writer")
  public void insert(@Param(name = "key") int key, @Param(gen = IntGen.class) int value) {
    int unused = list.insert(bytes(key), bytes(value), ++sequence);
  }

  @Operation
  public int newest(@Param(name = "key") int key) {
    int node = list.ceiling(bytes(key), Long.MAX_VALUE);
    return node == SkipList.NONE || list.compareKey(node, bytes(key)) != 0 ? -1 : valueOf(node);
  }

  @Operation
  public int valueAtOrBehind(@Param(name = "key") int key) {
    int node = list.ceiling(bytes(key), Long.MAX_VALUE);
    return node == SkipList.NONE ? -1 : valueOf(node);
  }

  @Operation
  public int oldestBelow(@Param(name = "key") int key) {
    int node = list.lastBelow(bytes(key), false);
    return node == SkipList.NONE ? -1 : valueOf(node);
  }

  @Operation
  public int last() {
    int node = list.last();
    return node == SkipList.NONE ? -1 : valueOf(node);
  }

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .iterations(Integer.getInteger("cairn.lincheck.iterations", 3))
        .invocationsPerIteration(150)
        .check(SkipListLincheckTest.class);
  }
}
