package io.cairndb.index.core;

import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.IndexMutation;
import io.cairndb.shard.Refusal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Index partitions in memory: durable, exactly once by their cursors, and not always well. */
final class FakeIndex implements IndexSink {
  private final World world;

  /** Every group's entries, over all its partitions. */
  final Map<UUID, TreeMap<Bytes, Item>> entries = new HashMap<>();

  private final Map<String, ChangePosition> cursors = new HashMap<>();

  /** Chance, in percent, that a request meets trouble. */
  int troublePercent;

  /** Breaks the fake: every so often a mutation is lost. */
  boolean losesMutations;

  /** Whether the partitions are within the feeder's process. */
  boolean atHand;

  int applied;
  int troubles;
  int underWay;
  int mostUnderWay;

  FakeIndex(World world) {
    this.world = world;
  }

  @Override
  public CompletableFuture<CommandResult> apply(
      Partition destination, Command.ApplyIndexChanges changes) {
    CompletableFuture<CommandResult> answer = new CompletableFuture<>();
    underWay++;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    world.later(
        world.random.nextInt(20),
        () -> {
          CommandResult result = answer(destination, changes);
          world.later(
              world.random.nextInt(5),
              () -> {
                underWay--;
                answer.complete(result);
              });
        });
    return answer;
  }

  private CommandResult answer(Partition destination, Command.ApplyIndexChanges changes) {
    if (!world.chance(troublePercent)) {
      return applyNow(destination, changes);
    }
    troubles++;
    return switch (world.random.nextInt(4)) {
      case 0 -> new Refusal.Overloaded();
      case 1 -> new Refusal.WrongPartition(null);
      case 2 -> new CommandResult.UnknownOutcome("not applied");
      default -> {
        var _ = applyNow(destination, changes);
        yield new CommandResult.UnknownOutcome("applied");
      }
    };
  }

  private CommandResult applyNow(Partition destination, Command.ApplyIndexChanges changes) {
    ChangePosition before = cursorNow(destination, changes.sourcePartition());
    if (changes.upTo().compareTo(before) <= 0) {
      return new CommandResult.IndexApplied(before);
    }
    TreeMap<Bytes, Item> group =
        entries.computeIfAbsent(destination.groupId(), ignored -> new TreeMap<>());
    for (IndexMutation mutation : changes.mutations()) {
      if (!destination.range().contains(KeyLayout.tokenOf(mutation.key()))) {
        throw new IllegalStateException("an entry in a partition where it does not belong");
      }
      if (mutation.position().compareTo(before) > 0 && !(losesMutations && world.chance(3))) {
        applied++;
        if (mutation.entry() == null) {
          group.remove(Bytes.of(mutation.key()));
        } else {
          group.put(Bytes.of(mutation.key()), mutation.entry());
        }
      }
    }
    cursors.put(name(destination.id(), changes.sourcePartition()), changes.upTo());
    return new CommandResult.IndexApplied(changes.upTo());
  }

  @Override
  public CompletableFuture<ChangePosition> cursor(Partition destination, PartitionId source) {
    if (atHand) {
      return CompletableFuture.completedFuture(cursorNow(destination, source));
    }
    CompletableFuture<ChangePosition> answer = new CompletableFuture<>();
    boolean lost = world.chance(troublePercent);
    world.later(
        world.random.nextInt(20),
        () -> {
          if (lost) {
            answer.completeExceptionally(new IllegalStateException("nobody answers"));
          } else {
            answer.complete(cursorNow(destination, source));
          }
        });
    return answer;
  }

  ChangePosition cursorNow(Partition destination, PartitionId source) {
    return cursors.getOrDefault(name(destination.id(), source), ChangePosition.BEGINNING);
  }

  private static String name(PartitionId destination, PartitionId source) {
    return destination + "<" + source;
  }

  TreeMap<Bytes, Item> of(SecondaryIndex index) {
    return entries.getOrDefault(index.id(), new TreeMap<>());
  }

  /** What the index would hold if it were built from the table now. */
  static Map<Bytes, Item> rebuilt(FakeTable table, SecondaryIndex index) {
    Map<Bytes, Item> rebuilt = new LinkedHashMap<>();
    for (Item item : table.items.values()) {
      Optional<Item> entry = IndexEntries.project(table.schema(), index, item);
      entry.ifPresent(value -> rebuilt.put(keyOf(table, index, item), value));
    }
    return rebuilt;
  }

  static Bytes keyOf(FakeTable table, SecondaryIndex index, Item item) {
    return Bytes.of(
        KeyLayout.globalEntry(
            index.id(), ItemKey.of(index.key(), item), ItemKey.of(table.schema().key(), item)));
  }
}
