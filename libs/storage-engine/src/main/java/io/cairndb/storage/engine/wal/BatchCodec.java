package io.cairndb.storage.engine.wal;

import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.WriteBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A batch as the payload of a log frame. */
final class BatchCodec {
  private static final int OPERATION_OVERHEAD_BYTES = 3 * Varint.MAX_LONG_BYTES;
  private static final int PUT = 1;
  private static final int DELETE = 0;
  private static final int DELETE_RANGE = 2;

  private BatchCodec() {}

  static int encodedBytesMax(WriteBatch batch) {
    long operations = batch.operations().size();
    return Math.toIntExact(
        Varint.MAX_INT_BYTES
            + Varint.MAX_LONG_BYTES
            + batch.bytes()
            + operations * OPERATION_OVERHEAD_BYTES);
  }

  static void encode(WriteBatch batch, FormatVersion format, ByteBuffer out) {
    boolean first = format == FormatVersion.FIRST;
    List<WriteBatch.Operation> operations = batch.operations();
    Varint.put(out, operations.size());
    if (!first) {
      Varint.put(out, batch.timestamp());
    }
    for (int i = 0; i < operations.size(); i++) {
      WriteBatch.Operation operation = operations.get(i);
      byte[] second = operation.isRangeDeletion() ? operation.end() : operation.value();
      int kind = operation.isRangeDeletion() ? DELETE_RANGE : second == null ? DELETE : PUT;
      Varint.put(out, ((long) operation.tree().id() << (first ? 1 : 2)) | kind);
      put(out, operation.key());
      if (second != null) {
        put(out, second);
      }
    }
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    Varint.put(out, bytes.length);
    out.put(bytes);
  }

  /** Gives the operations to {@code sink} and returns the timestamp. */
  static long decode(ByteBuffer in, FormatVersion format, long sequence, LogReplay.Sink sink) {
    boolean first = format == FormatVersion.FIRST;
    int count = Varint.getInt(in);
    final long timestamp = first ? 0 : Varint.get(in);
    for (int i = 0; i < count; i++) {
      int head = Varint.getInt(in);
      int tree = head >>> (first ? 1 : 2);
      byte[] key = Varint.getBytes(in);
      switch (head & (first ? 1 : 3)) {
        case DELETE -> sink.operation(tree, key, null, sequence);
        case PUT -> sink.operation(tree, key, Varint.getBytes(in), sequence);
        case DELETE_RANGE -> sink.deleteRange(tree, key, endBehind(key, in), sequence);
        default -> throw new IllegalArgumentException("unknown operation " + head);
      }
    }
    return timestamp;
  }

  private static byte[] endBehind(byte[] from, ByteBuffer in) {
    byte[] end = Varint.getBytes(in);
    if (Arrays.compareUnsigned(from, end) >= 0) {
      throw new IllegalArgumentException("a deleted range is empty");
    }
    return end;
  }
}
