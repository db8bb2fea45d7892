package io.cairndb.storage.node.grpc;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.Command;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A table in one partition, with a global index in another. */
record TestTable(ShardId home, ShardId indexHome) {
  static final UUID TABLE = new UUID(3, 2);
  static final UUID GROUP = new UUID(3, 3);
  static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of());
  static final SecondaryIndex INDEX =
      new SecondaryIndex(
          new UUID(3, 1),
          "by-g",
          SecondaryIndex.Scope.GLOBAL,
          0,
          new KeySchema(List.of(new KeyAttribute("g", ScalarType.S)), List.of()),
          new Projection(Projection.Kind.ALL, List.of()));

  Partition partition() {
    return new Partition(new PartitionId(new UUID(4, 1)), GROUP, TokenRange.ALL, home, Epoch.FIRST);
  }

  Partition indexPartition() {
    return new Partition(
        new PartitionId(new UUID(4, 9)), INDEX.id(), TokenRange.ALL, indexHome, Epoch.FIRST);
  }

  TableSchema schema(boolean indexed) {
    return new TableSchema(
        TABLE,
        GROUP,
        "t",
        indexed ? 2 : 1,
        KEY,
        List.of(),
        indexed ? List.of(INDEX) : List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Item item(String pk, String... more) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("pk", new AttributeValue.S(pk));
    for (int i = 0; i < more.length; i += 2) {
      attributes.put(more[i], new AttributeValue.S(more[i + 1]));
    }
    return Item.of(attributes);
  }

  Command.WriteItem put(Item item) {
    return new Command.WriteItem(
        PartitionRef.of(partition()),
        TABLE,
        ItemKey.of(KEY, item),
        new Mutation.Put(item),
        Optional.empty(),
        false,
        null);
  }

  Read.GetItem get(String pk) {
    return new Read.GetItem(PartitionRef.of(partition()), TABLE, ItemKey.of(KEY, item(pk)));
  }

  Read.RangeRead scan(int limit) {
    return new Read.RangeRead(
        PartitionRef.of(partition()),
        TABLE,
        Optional.empty(),
        new Read.KeyRange.OfTokens(TokenRange.ALL),
        true,
        null,
        limit,
        Read.RangeRead.PAGE_BYTES,
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }
}
