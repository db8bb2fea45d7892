package io.cairndb.storage.node.grpc;

import io.cairndb.placement.PartitionId;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.ServerStream;
import io.cairndb.rpc.proto.ChangeNotice;
import io.cairndb.shard.ChangeLogReader;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Streams that tell of new change records. What a slow follower has missed is kept as the set of
 * partitions it lacks news of, and the tail is looked up when a notice can be sent: a stream holds
 * no more than there are partitions, and a notice is never older than one sent before. The engine's
 * log thread only takes note.
 *
 * <p>Thread-safe.
 */
final class ChangeWatches {
  /** Far more than index services and coordinators of one cluster open. */
  private static final int MAX_WATCHES = 1024;

  private final Executor executor;
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Throwable closed;

  /**
   * No streams yet.
   *
   * @param executor where streams look tails up and send; may block there
   */
  ChangeWatches(Executor executor) {
    this.executor = executor;
  }

  void open(ChangeLogReader changes, StreamObserver<ChangeNotice> answer) {
    if (open.size() >= MAX_WATCHES) {
      throw CallFailure.refuse(CallFailure.Kind.OVERLOADED, "too many followers");
    }
    Watch watch = new Watch(changes);
    open.add(watch);
    watch.start(answer);
    Throwable reason = closed;
    if (reason != null) {
      watch.end(reason);
    }
  }

  int size() {
    return open.size();
  }

  /** Ends every stream; followers learn the reason. */
  void close(Throwable reason) {
    closed = reason;
    open.forEach(watch -> watch.end(reason));
  }

  private final class Watch {
    private final ChangeLogReader changes;
    private final ServerStream.Newest<PartitionId, Boolean> lacking = new ServerStream.Newest<>();

    /** Partitions not told of yet; null before they have been listed. Used by the stream only. */
    private @Nullable Queue<PartitionId> first;

    private volatile @Nullable ServerStream<ChangeNotice> stream;

    Watch(ChangeLogReader changes) {
      this.changes = changes;
    }

    void start(StreamObserver<ChangeNotice> answer) {
      // Before the partitions are listed: a change is in the list or heard of.
      ChangeLogReader.Subscription heard =
          changes.subscribe((partition, upTo) -> onChanges(partition));
      ServerStream<ChangeNotice> sending =
          ServerStream.open(answer, this::next, executor, () -> ended(heard));
      stream = sending;
      // What was heard before the line above woke nobody.
      sending.wake();
    }

    private void onChanges(PartitionId partition) {
      lacking.put(partition, true);
      ServerStream<ChangeNotice> sending = stream;
      if (sending != null) {
        sending.wake();
      }
    }

    private @Nullable ChangeNotice next() {
      Queue<PartitionId> listed = first;
      if (listed == null) {
        listed = new ArrayDeque<>(changes.partitions());
        first = listed;
      }
      PartitionId partition = listed.poll();
      if (partition == null) {
        Map.Entry<PartitionId, Boolean> taken = lacking.take();
        partition = taken == null ? null : taken.getKey();
      }
      return partition == null
          ? null
          : ChangeNotice.newBuilder()
              .setPartition(Payloads.id(partition.value()))
              .setTail(Payloads.position(changes.tail(partition)))
              .build();
    }

    void end(Throwable reason) {
      ServerStream<ChangeNotice> sending = stream;
      if (sending != null) {
        sending.end(reason);
      }
    }

    private void ended(ChangeLogReader.Subscription heard) {
      open.remove(this);
      heard.close();
    }
  }
}
