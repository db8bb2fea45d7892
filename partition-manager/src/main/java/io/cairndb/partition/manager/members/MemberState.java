package io.cairndb.partition.manager.members;

import io.cairndb.placement.ShardId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The recorded membership. Immutable; {@link #replay} is the only way to a new one.
 *
 * @param version of the last record
 * @param clusterId empty before the first member
 * @param members by number
 * @param forgotten numbers of those that were members; given to nobody else
 * @param ledgers empty until the cluster has formed
 */
public record MemberState(
    long version,
    Optional<UUID> clusterId,
    SortedMap<Integer, Member> members,
    SortedSet<Integer> forgotten,
    List<ShardId> ledgers) {
  public static final MemberState EMPTY =
      new MemberState(0, Optional.empty(), new TreeMap<>(), new TreeSet<>(), List.of());

  public MemberState {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    forgotten = Collections.unmodifiableSortedSet(new TreeSet<>(forgotten));
    ledgers = List.copyOf(ledgers);
  }

  /** The state after {@code record}; records of a snapshot may come in any order. */
  public MemberState replay(MemberRecord record) {
    long newest = Math.max(version, record.version());
    return switch (record) {
      case MemberRecord.ClusterCreated(long at, UUID id) -> {
        requireSame("cluster's identity", clusterId.orElse(id), id);
        yield new MemberState(newest, Optional.of(id), members, forgotten, ledgers);
      }
      case MemberRecord.MemberWritten(long at, Member member) -> {
        SortedMap<Integer, Member> changed = new TreeMap<>(members);
        changed.put(member.number(), member);
        yield new MemberState(newest, clusterId, changed, forgotten, ledgers);
      }
      case MemberRecord.MemberForgotten(long at, int number) -> {
        SortedMap<Integer, Member> left = new TreeMap<>(members);
        left.remove(number);
        SortedSet<Integer> gone = new TreeSet<>(forgotten);
        gone.add(number);
        yield new MemberState(newest, clusterId, left, gone, ledgers);
      }
      case MemberRecord.ClusterFormed(long at, List<ShardId> fixed) -> {
        requireSame("list of ledgers", isFormed() ? ledgers : fixed, fixed);
        yield new MemberState(newest, clusterId, members, forgotten, fixed);
      }
    };
  }

  private static void requireSame(String what, Object known, Object recorded) {
    if (!known.equals(recorded)) {
      throw new IllegalStateException("the " + what + " never changes: " + known + ", " + recorded);
    }
  }

  /** The state after all of {@code records}. */
  public MemberState replayAll(Collection<MemberRecord> records) {
    MemberState state = this;
    for (MemberRecord record : records) {
      state = state.replay(record);
    }
    return state;
  }

  /** Whether tables may exist. */
  public boolean isFormed() {
    return !ledgers.isEmpty();
  }

  /** The next number nobody has ever had; may be above {@link Member#MAX_NUMBER}. */
  public int nextNumber() {
    int last = members.isEmpty() ? 0 : members.lastKey();
    return 1 + (forgotten.isEmpty() ? last : Math.max(last, forgotten.last()));
  }

  /** The member with that identity. */
  public @Nullable Member member(UUID nodeId) {
    for (Member member : members.values()) {
      if (member.nodeId().equals(nodeId)) {
        return member;
      }
    }
    return null;
  }

  /** Newest version of shard messages that every member with an address understands; 0 of none. */
  public int messageVersion() {
    return members.values().stream()
        .filter(Member::hasAddress)
        .mapToInt(Member::messageVersion)
        .min()
        .orElse(0);
  }
}
