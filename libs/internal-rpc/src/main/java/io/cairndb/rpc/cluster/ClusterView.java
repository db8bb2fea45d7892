package io.cairndb.rpc.cluster;

import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of the cluster at one moment. Immutable.
 *
 * @param version counts durable changes: two views of one version differ at most in who is alive
 * @param members those that have an address, by number
 * @param ledgers shards that keep transaction ledgers, in an order that never changes; empty until
 *     the cluster has formed
 * @param messageVersion newest version of shard messages that every member understands
 */
public record ClusterView(
    long version, List<ClusterMember> members, List<ShardId> ledgers, int messageVersion) {
  /** Before anything is known. */
  public static final ClusterView EMPTY = new ClusterView(0, List.of(), List.of(), 0);

  public ClusterView {
    members = members.stream().sorted(Comparator.comparingInt(ClusterMember::number)).toList();
    ledgers = List.copyOf(ledgers);
  }

  /** Whether tables may exist: as many storage nodes as the cluster waits for have been there. */
  public boolean isFormed() {
    return !ledgers.isEmpty();
  }

  /** The member of that number; null when there is none, or none that can be reached. */
  public @Nullable ClusterMember member(int number) {
    for (ClusterMember member : members) {
      if (member.number() == number) {
        return member;
      }
    }
    return null;
  }

  /** All shards of all members. */
  public List<ShardId> shards() {
    List<ShardId> shards = new ArrayList<>();
    for (ClusterMember member : members) {
      for (int index = 0; index < member.shards(); index++) {
        shards.add(new ShardId(member.number(), index));
      }
    }
    return shards;
  }
}
