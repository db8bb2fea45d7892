package io.cairndb.storage.engine.wal;

import io.cairndb.fuzz.FuzzTarget;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/** Batches in frames of the log: damage shows as the exceptions that the frame reader expects. */
public final class LogBatchTarget implements FuzzTarget {
  @Override
  public List<byte[]> seeds() {
    return List.of(new byte[] {2, 3, 1, 'k', 1, 'v', 2, 1, 'k'}, new byte[] {1, 0, 0});
  }

  @Override
  public void run(byte[] input) {
    try {
      BatchCodec.decode(ByteBuffer.wrap(input), (tree, key, value) -> {});
    } catch (BufferUnderflowException | IllegalArgumentException refused) {
      // As declared.
    }
  }
}
