package io.cairndb.partition.manager;

import io.cairndb.control.plane.codec.RecordCodec;
import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps records in two trees of an engine: {@code metadata-log}, record by record in the order of
 * their decision, and {@code metadata-snapshot}, the state before the first of them. A snapshot
 * takes the place of the log in one atomic batch. Confined to the control loop.
 */
final class MetadataStore {
  private final StorageEngine engine;
  private final Tree log;
  private final Tree snapshot;
  private final int snapshotRecords;
  private long firstLogKey;
  private long nextLogKey;
  private long snapshotSize;

  MetadataStore(StorageEngine engine, int snapshotRecords) {
    this.engine = engine;
    this.snapshotRecords = snapshotRecords;
    log = engine.tree("metadata-log");
    snapshot = engine.tree("metadata-snapshot");
  }

  /** The state as of the last record made durable. */
  ControlState load() {
    try (ReadView view = engine.snapshot()) {
      ControlState state = ControlState.EMPTY;
      try (Cursor cursor = view.cursor(snapshot, null, null)) {
        for (boolean more = cursor.seekToFirst(); more; more = cursor.next()) {
          state = state.replay(RecordCodec.decode(cursor.value()));
          snapshotSize++;
        }
      }
      boolean first = true;
      try (Cursor cursor = view.cursor(log, null, null)) {
        for (boolean more = cursor.seekToFirst(); more; more = cursor.next()) {
          long position = ByteBuffer.wrap(cursor.key()).getLong();
          firstLogKey = first ? position : firstLogKey;
          first = false;
          nextLogKey = position + 1;
          state = state.replay(RecordCodec.decode(cursor.value()));
        }
      }
      return state;
    }
  }

  /**
   * Makes {@code records} durable, all or none, and waits for it. {@code after} is the state they
   * lead to.
   *
   * @throws RuntimeException when it is unknown whether they are
   */
  void append(List<MetadataRecord> records, ControlState after) {
    WriteBatch batch = new WriteBatch();
    if (nextLogKey - firstLogKey + records.size() > snapshotRecords + snapshotSize) {
      replaceBySnapshot(batch, after);
    } else {
      for (MetadataRecord record : records) {
        batch.put(log, key(nextLogKey++), RecordCodec.encode(record));
      }
    }
    DurableWrites.write(engine, batch);
  }

  /** The bound above grows with the snapshot, so that rewriting stays a constant share of work. */
  private void replaceBySnapshot(WriteBatch batch, ControlState state) {
    List<MetadataRecord> records = state.snapshot();
    long position = 0;
    for (MetadataRecord record : records) {
      batch.put(snapshot, key(position++), RecordCodec.encode(record));
    }
    for (long stale = position; stale < snapshotSize; stale++) {
      batch.delete(snapshot, key(stale));
    }
    for (long stale = firstLogKey; stale < nextLogKey; stale++) {
      batch.delete(log, key(stale));
    }
    snapshotSize = position;
    firstLogKey = nextLogKey;
  }

  private static byte[] key(long position) {
    return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
  }
}
