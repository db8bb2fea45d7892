package io.cairndb.services.transactions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table with one partition in each of the shards, an account in each partition but the last, and
 * one transfer between them. Immutable.
 */
final class Accounts {
  static final List<Long> BEFORE = List.of(100L, 100L, 100L);
  static final List<Long> AFTER = List.of(70L, 120L, 110L);
  static final long TOTAL = 300;

  private static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of());
  static final TableSchema TABLE =
      new TableSchema(
          new UUID(3, 2),
          new UUID(3, 3),
          "accounts",
          1,
          KEY,
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  private final PartitionMap map;
  private final List<String> names = new ArrayList<>();

  Accounts(List<ShardId> shards) {
    List<Partition> partitions = new ArrayList<>();
    for (TokenRange range : TokenRange.split(shards.size())) {
      int at = partitions.size();
      partitions.add(
          new Partition(
              new PartitionId(new UUID(4, at)),
              TABLE.groupId(),
              range,
              shards.get(at),
              Epoch.FIRST));
    }
    map = PartitionMap.EMPTY.with(TABLE.groupId(), partitions);
    for (Partition partition : partitions().subList(0, BEFORE.size())) {
      names.add(nameIn(partition.range()));
    }
  }

  private static String nameIn(TokenRange range) {
    for (int i = 0; ; i++) {
      if (range.contains(keyOf("account-" + i).token())) {
        return "account-" + i;
      }
    }
  }

  private static ItemKey keyOf(String name) {
    return ItemKey.of(KEY, Item.of(Map.of("pk", new AttributeValue.S(name))));
  }

  PartitionMap map() {
    return map;
  }

  List<Partition> partitions() {
    return map.partitionsOf(TABLE.groupId());
  }

  Partition home(int account) {
    return partitions().get(account);
  }

  ItemKey key(int account) {
    return keyOf(names.get(account));
  }

  Mutation putting(int account, long balance) {
    return new Mutation.Put(
        Item.of(
            Map.of(
                "pk", new AttributeValue.S(names.get(account)),
                "balance", new AttributeValue.N(Number38.of(balance)))));
  }

  /** Takes every account from {@link #BEFORE} to {@link #AFTER}. */
  ItemTransactions.WriteRequest transfer(Optional<String> token) {
    List<ItemTransactions.Action> actions = new ArrayList<>();
    for (int account = 0; account < AFTER.size(); account++) {
      actions.add(
          new ItemTransactions.Action(
              TABLE.groupId(),
              TABLE.tableId(),
              key(account),
              Optional.of(putting(account, AFTER.get(account))),
              Optional.empty(),
              false));
    }
    return new ItemTransactions.WriteRequest(
        actions, token.map(text -> new IdempotencyToken(text, Bytes.utf8("of this transfer"))));
  }

  ItemTransactions.ReadRequest all() {
    List<ItemTransactions.Place> places = new ArrayList<>();
    for (int account = 0; account < BEFORE.size(); account++) {
      places.add(new ItemTransactions.Place(TABLE.groupId(), TABLE.tableId(), key(account)));
    }
    return new ItemTransactions.ReadRequest(places);
  }

  static long balance(@Nullable Item item) {
    if (item != null && item.get("balance") instanceof AttributeValue.N number) {
      return number.value().toBigDecimal().longValueExact();
    }
    throw new AssertionError("not an account: " + item);
  }
}
