package io.cairndb.partition.manager.members;

import java.util.UUID;

/**
 * A member, as recorded.
 *
 * @param nodeId its own, from its data directory
 * @param number from 1, never another's
 * @param address host:port; empty once another member has taken the address over
 * @param shards none for a coordinator
 * @param oldestMessageVersion oldest version of shard messages it reads and writes
 * @param messageVersion newest one
 */
public record Member(
    UUID nodeId,
    int number,
    String address,
    int shards,
    int oldestMessageVersion,
    int messageVersion) {
  /** Numbers have 16 bits in a timestamp; 0 is the partition manager's own. */
  public static final int MAX_NUMBER = 0xFFFF;

  public Member {
    if (number < 1 || number > MAX_NUMBER || shards < 0) {
      throw new IllegalArgumentException("impossible member " + number + " of " + shards);
    }
    if (oldestMessageVersion < 0 || oldestMessageVersion > messageVersion) {
      throw new IllegalArgumentException("impossible versions of member " + number);
    }
  }

  /** Whether others can reach it, as far as is recorded. */
  public boolean hasAddress() {
    return !address.isEmpty();
  }

  Member withoutAddress() {
    return new Member(nodeId, number, "", shards, oldestMessageVersion, messageVersion);
  }
}
