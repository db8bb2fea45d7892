package io.cairndb.rpc.cluster;

import io.cairndb.placement.ShardId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Members of the cluster at one moment, and what never changes once it has formed.
 *
 * @param version higher for a later view
 * @param members by number
 * @param ledgers shards that keep transaction ledgers, in an order that never changes; empty until
 *     the cluster has formed
 * @param messageVersion lowest version of shard messages that every member understands
 */
public record ClusterView(
    long version, List<ClusterMember> members, List<ShardId> ledgers, int messageVersion) {
  /** Before anything is known. */
  public static final ClusterView EMPTY = new ClusterView(0, List.of(), List.of(), 0);

  public ClusterView {
    members =
        members.stream().sorted(Comparator.comparingInt(ClusterMember::number)).toList();
    ledgers = List.copyOf(ledgers);
  }

  /** Whether as many storage nodes as were waited for have registered, once and for all. */
  public boolean isFormed() {
    return !ledgers.isEmpty();
  }

  /** The member with that number; null when there is none. */
  public @Nullable ClusterMember member(int number) {
    for (ClusterMember member : members) {
      if (member.number() == number) {
        return member;
      }
    }
    return null;
  }

  /** Shards of all members, in order, those of members that are not alive included. */
  public List<ShardId> shards() {
    return members.stream()
        .flatMap(
            member ->
                IntStream.range(0, member.shards())
                    .mapToObj(index -> new ShardId(member.number(), index)))
        .toList();
  }
}
