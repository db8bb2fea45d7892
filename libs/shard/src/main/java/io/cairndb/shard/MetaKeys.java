package io.cairndb.shard;

import io.cairndb.item.KeyLayout;
import io.cairndb.placement.PartitionId;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Keys of the tree {@code meta}: a kind byte and what identifies the record. Without state. */
final class MetaKeys {
  static final int SCHEMA = 'S';
  static final int PARTITION = 'P';
  static final int INDEX_CURSOR = 'C';
  static final int JOB = 'J';
  static final int PREPARED = 'T';
  static final int ENDED = 'E';
  static final int LEDGER = 'L';
  static final int TOKEN = 'K';
  static final int STATISTICS = 'N';

  /** Upper bound of every timestamp given so far. */
  static final byte[] CLOCK_MARK = {'H'};

  /**
   * Present while the statistics on disk are exact: from a clean close to the next open, unless the
   * engine is repaired in between.
   */
  static final byte[] CLEAN_CLOSE = {'Q'};

  private MetaKeys() {}

  static byte[] schema(UUID tableId) {
    return identified(SCHEMA, tableId);
  }

  static byte[] partition(PartitionId id) {
    return identified(PARTITION, id.value());
  }

  static byte[] statistics(PartitionId id) {
    return identified(STATISTICS, id.value());
  }

  static byte[] job(UUID id) {
    return identified(JOB, id);
  }

  static byte[] prepared(TransactionId id) {
    return identified(PREPARED, id.value());
  }

  static byte[] ended(TransactionId id) {
    return identified(ENDED, id.value());
  }

  static byte[] ledger(TransactionId id) {
    return identified(LEDGER, id.value());
  }

  static byte[] token(String token) {
    byte[] text = token.getBytes(StandardCharsets.UTF_8);
    return new RecordWriter(1 + text.length).u8(TOKEN).raw(text).toArray();
  }

  static byte[] indexCursor(PartitionId indexPartition, PartitionId source) {
    return new RecordWriter(33)
        .u8(INDEX_CURSOR)
        .uuid(indexPartition.value())
        .uuid(source.value())
        .toArray();
  }

  /** Beginning of the cursors of one index partition. */
  static byte[] indexCursors(PartitionId indexPartition) {
    return identified(INDEX_CURSOR, indexPartition.value());
  }

  /** Beginning of all records of a kind. */
  static byte[] kind(int kind) {
    return new byte[] {(byte) kind};
  }

  private static byte[] identified(int kind, UUID id) {
    return new RecordWriter(17).u8(kind).uuid(id).toArray();
  }

  /** Passes keys and values of one kind of records on, in the order of their keys. */
  static void forEach(ReadView view, Trees trees, int kind, BiConsumer<byte[], byte[]> consumer) {
    byte[] prefix = kind(kind);
    try (Cursor cursor = view.cursor(trees.meta(), prefix, KeyLayout.successor(prefix))) {
      for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
        consumer.accept(cursor.key(), cursor.value());
      }
    }
  }

  /** The id in the key of a record that has one. */
  static UUID idOf(byte[] key) {
    return new RecordReader("meta key", key).skip(1).uuid();
  }
}
