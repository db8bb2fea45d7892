package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The protocol of the block cache: what a reader finds within one generation of a segment is what
 * was put there together, however often the segment is emptied and filled meanwhile. The same
 * reader without its second look at the generation is found out.
 */
class CacheSegmentLincheckTest {
  private static final int LENGTH = 1;

  /** A segment whose blocks come in pairs of one content; reads never see two halves. */
  @Param(name = "content", gen = IntGen.class, conf = "1:100")
  public abstract static class Pairs {
    private final CacheSegment segment = new CacheSegment(0, 256, 1);
    private final TableSlots slots = new TableSlots(0, 1, unused -> {});
    private final MemorySegment source = MemorySegment.ofArray(new byte[1]);
    private final boolean looksAgain;

    /** Here the model checker may turn to the other thread. */
    private volatile int turn;

    Pairs(boolean looksAgain) {
      this.looksAgain = looksAgain;
    }

    /** As under the lock of a shard. */
    @Operation(nonParallelGroup = "writer")
    public void replace(@Param(name = "content") int content) {
      segment.clear();
      source.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) content);
      long slot = segment.append(0, 0, source, 0, LENGTH);
      turn++;
      long unused = segment.append(0, 0, source, 0, LENGTH);
      slots.set(0, slot);
    }

    /** As {@link BlockCache#get}: false when two contents were taken for one. */
    @Operation
    public boolean readsOnePair() {
      long slot = slots.get(0);
      long generation = segment.generation();
      if (!Slot.isCached(slot) || !Slot.isOf(slot, generation)) {
        return true;
      }
      int at = Slot.offset(slot) + CacheSegment.HEADER_BYTES;
      byte first = NativeBytes.byteAt(segment.memory(), at);
      int unused = turn;
      byte second = NativeBytes.byteAt(segment.memory(), at + CacheSegment.spaceFor(LENGTH));
      boolean trusted = !looksAgain || segment.isStill(generation);
      return !trusted || first == second;
    }
  }

  /** The protocol. */
  public static final class Protocol extends Pairs {
    public Protocol() {
      super(true);
    }
  }

  /** The protocol with a defect. */
  public static final class WithoutSecondLook extends Pairs {
    public WithoutSecondLook() {
      super(false);
    }
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .iterations(Integer.getInteger("cairn.lincheck.iterations", 2))
        .invocationsPerIteration(150);
  }

  @Test
  void aReaderSeesOneGeneration() {
    options().check(Protocol.class);
  }

  @Test
  void aReaderThatLooksOnceIsFoundOut() {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            options().iterations(20).minimizeFailedScenario(false).check(WithoutSecondLook.class));
  }
}
