package io.cairndb.storage.engine.wal;

import io.cairndb.item.Varint;
import io.cairndb.storage.engine.WriteBatch;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as the payload of a log frame. */
final class BatchCodec {
  private static final int OPERATION_OVERHEAD_BYTES = 3 * Varint.MAX_LONG_BYTES;

  private BatchCodec() {}

  /** Receives decoded operations in order. */
  @FunctionalInterface
  interface Sink {
    void accept(int tree, byte[] key, byte @Nullable [] value);
  }

  static int encodedBytesMax(WriteBatch batch) {
    long operations = batch.operations().size();
    return Math.toIntExact(
        Varint.MAX_INT_BYTES + batch.bytes() + operations * OPERATION_OVERHEAD_BYTES);
  }

  static void encode(WriteBatch batch, ByteBuffer out) {
    List<WriteBatch.Operation> operations = batch.operations();
    Varint.put(out, operations.size());
    for (int i = 0; i < operations.size(); i++) {
      WriteBatch.Operation operation = operations.get(i);
      byte[] value = operation.value();
      Varint.put(out, ((long) operation.tree().id() << 1) | (value == null ? 0 : 1));
      Varint.put(out, operation.key().length);
      out.put(operation.key());
      if (value != null) {
        Varint.put(out, value.length);
        out.put(value);
      }
    }
  }

  static void decode(ByteBuffer in, Sink sink) {
    int count = Varint.getInt(in);
    for (int i = 0; i < count; i++) {
      int head = Varint.getInt(in);
      byte[] key = bytes(in);
      sink.accept(head >>> 1, key, (head & 1) == 0 ? null : bytes(in));
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = Varint.getInt(in);
    if (length > in.remaining()) {
      throw new IllegalArgumentException("length " + length + " beyond the end");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
