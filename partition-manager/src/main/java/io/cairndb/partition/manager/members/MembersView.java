package io.cairndb.partition.manager.members;

import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The membership at one moment. Immutable.
 *
 * @param alive numbers of members whose heartbeats arrive, or may
 */
public record MembersView(MemberState state, Set<Integer> alive) {
  public static final MembersView EMPTY = new MembersView(MemberState.EMPTY, Set.of());

  public MembersView {
    alive = Set.copyOf(alive);
  }

  public boolean isAlive(int number) {
    return alive.contains(number);
  }

  /** Storage nodes that can be reached, as far as is recorded. */
  public List<Member> storageNodes() {
    return state.members().values().stream()
        .filter(member -> member.shards() > 0 && member.hasAddress())
        .toList();
  }

  /** Shards that new partitions are placed on: of those alive, of all when none is. */
  List<ShardId> homes() {
    List<Member> nodes = storageNodes();
    List<Member> living = nodes.stream().filter(node -> isAlive(node.number())).toList();
    List<ShardId> shards = new ArrayList<>();
    for (Member node : living.isEmpty() ? nodes : living) {
      for (int index = 0; index < node.shards(); index++) {
        shards.add(new ShardId(node.number(), index));
      }
    }
    return shards;
  }
}
