package io.cairndb.storage.engine.wal;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.storage.engine.FormatVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches in frames of the log: damage shows as the exceptions that the frame reader expects. */
public final class LogBatchTarget implements FuzzTarget {
  @Override
  public List<byte[]> seeds() {
    return List.of(
        new byte[] {2, 3, 1, 'k', 1, 'v', 2, 1, 'k'},
        new byte[] {1, 0, 0},
        new byte[] {2, 9, 5, 1, 'k', 1, 'v', 6, 1, 'k', 1, 'l'});
  }

  @Override
  public void run(byte[] input) {
    for (FormatVersion format : FormatVersion.values()) {
      try {
        long unused = BatchCodec.decode(ByteBuffer.wrap(input), format, 1, new Ranges());
      } catch (BufferUnderflowException | IllegalArgumentException refused) {
        // As declared.
      }
    }
  }

  /** Takes ranges to be what a memtable relies on. */
  private static final class Ranges implements LogReplay.Sink {
    @Override
    public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {}

    @Override
    public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
      Check.that(Arrays.compareUnsigned(from, end) < 0, "an empty range");
    }

    @Override
    public void batchEnd(long sequence, long timestamp) {}
  }
}
