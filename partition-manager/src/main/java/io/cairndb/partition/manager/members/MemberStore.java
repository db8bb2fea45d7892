package io.cairndb.partition.manager.members;

import io.cairndb.partition.manager.DurableWrites;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps the newest record of each thing in the tree {@code members}: a record takes the place of
 * the one before it, so that the tree is a snapshot at all times. Confined to the control loop.
 */
final class MemberStore {
  private static final byte CREATED = 1;
  private static final byte FORMED = 2;
  private static final byte MEMBER = 3;

  private final StorageEngine engine;
  private final Tree tree;

  MemberStore(StorageEngine engine) {
    this.engine = engine;
    tree = engine.tree("members");
  }

  /**
   * The state as of the last record made durable.
   *
   * @throws io.cairndb.message.format.MessageFormatException when a record cannot be read; nothing
   *     is skipped or guessed
   */
  MemberState load() {
    MemberState state = MemberState.EMPTY;
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(tree, null, null)) {
      for (boolean more = cursor.seekToFirst(); more; more = cursor.next()) {
        state = state.replay(MemberCodec.decode(cursor.value()));
      }
    }
    return state;
  }

  /**
   * Makes records durable, all or none, and waits for it.
   *
   * @throws RuntimeException when it is unknown whether they are
   */
  void append(List<MemberRecord> records) {
    WriteBatch batch = new WriteBatch();
    for (MemberRecord record : records) {
      batch.put(tree, key(record), MemberCodec.encode(record));
    }
    DurableWrites.write(engine, batch);
  }

  private static byte[] key(MemberRecord record) {
    return switch (record) {
      case MemberRecord.ClusterCreated created -> new byte[] {CREATED};
      case MemberRecord.ClusterFormed formed -> new byte[] {FORMED};
      case MemberRecord.MemberWritten written -> key(written.member().number());
      case MemberRecord.MemberForgotten forgotten -> key(forgotten.number());
    };
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(1 + Short.BYTES).put(MEMBER).putShort((short) number).array();
  }
}
