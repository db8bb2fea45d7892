package io.cairndb.transactions;

import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A transaction's actions, sorted into shards, and the way back to their order. Immutable. */
final class ActionsByShard<A> {
  private final int count;
  private final SequencedMap<ShardId, List<A>> actions = new LinkedHashMap<>();

  /** For each shard, where its actions stand in the transaction. */
  private final Map<ShardId, List<Integer>> places = new LinkedHashMap<>();

  ActionsByShard(List<Routed<A>> routed) {
    count = routed.size();
    for (int i = 0; i < count; i++) {
      Routed<A> one = routed.get(i);
      actions.computeIfAbsent(one.shard(), ignored -> new ArrayList<>()).add(one.action());
      places.computeIfAbsent(one.shard(), ignored -> new ArrayList<>()).add(i);
    }
  }

  /** The shards, in the order in which the transaction first names them. */
  List<ShardId> shards() {
    return List.copyOf(actions.keySet());
  }

  List<A> of(ShardId shard) {
    return List.copyOf(actions.getOrDefault(shard, List.of()));
  }

  /**
   * Puts what each shard said of its actions into the order of the transaction.
   *
   * @param answers for each of {@link #shards()}, one entry for each of its actions
   */
  <T> List<T> inOrder(List<List<T>> answers) {
    Map<Integer, T> byPlace = LinkedHashMap.newLinkedHashMap(count);
    int at = 0;
    for (ShardId shard : actions.keySet()) {
      List<Integer> placesOfShard = places.getOrDefault(shard, List.of());
      List<T> answer = answers.get(at++);
      if (answer.size() != placesOfShard.size()) {
        throw new IllegalStateException(
            answer.size() + " answers to " + placesOfShard.size() + " actions of " + shard);
      }
      for (int i = 0; i < answer.size(); i++) {
        byPlace.put(placesOfShard.get(i), answer.get(i));
      }
    }
    List<T> ordered = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      T answer = byPlace.get(i);
      if (answer == null) {
        throw new IllegalStateException("action " + i + " has no answer");
      }
      ordered.add(answer);
    }
    return ordered;
  }
}
