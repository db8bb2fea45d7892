package io.cairndb.partition.manager.members;

import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.UUID;

/** One change of the membership, as stored. Records carry the new value, not the difference. */
public sealed interface MemberRecord {

  /** Counts records: each has the next version. */
  long version();

  /** The first record of all: the cluster exists. */
  record ClusterCreated(long version, UUID clusterId) implements MemberRecord {}

  /** A member is new or changed. */
  record MemberWritten(long version, Member member) implements MemberRecord {}

  /** A member is gone for good; its number stays taken. */
  record MemberForgotten(long version, int number) implements MemberRecord {
    public MemberForgotten {
      if (number < 1 || number > Member.MAX_NUMBER) {
        throw new IllegalArgumentException("impossible member " + number);
      }
    }
  }

  /**
   * Tables may exist from now on.
   *
   * @param ledgers shards that keep transaction ledgers, in an order that never changes
   */
  record ClusterFormed(long version, List<ShardId> ledgers) implements MemberRecord {
    public ClusterFormed {
      ledgers = List.copyOf(ledgers);
    }
  }
}
