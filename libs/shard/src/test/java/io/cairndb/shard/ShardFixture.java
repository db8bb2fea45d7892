package io.cairndb.shard;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.storage.engine.StorageEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A shard with a table {@code (pk S, sk N)} that has a local index on {@code lsi}, a global index
 * on {@code gsi}, a stream and TTL on {@code ttl}; one partition each.
 */
final class ShardFixture {
  static final ShardId SHARD = new ShardId(1, 0);
  static final long START_MILLIS = 1_800_000_000_000L;

  static final KeySchema KEY =
      new KeySchema(
          List.of(new KeyAttribute("pk", ScalarType.S)),
          List.of(new KeyAttribute("sk", ScalarType.N)));
  static final SecondaryIndex LOCAL =
      new SecondaryIndex(
          new UUID(7, 1),
          "by-lsi",
          SecondaryIndex.Scope.LOCAL,
          1,
          new KeySchema(
              List.of(new KeyAttribute("pk", ScalarType.S)),
              List.of(new KeyAttribute("lsi", ScalarType.S))),
          new Projection(Projection.Kind.KEYS_ONLY, List.of()));
  static final SecondaryIndex GLOBAL =
      new SecondaryIndex(
          new UUID(7, 2),
          "by-gsi",
          SecondaryIndex.Scope.GLOBAL,
          0,
          new KeySchema(
              List.of(new KeyAttribute("gsi", ScalarType.S)),
              List.of(new KeyAttribute("sk", ScalarType.N))),
          new Projection(Projection.Kind.ALL, List.of()));
  static final TableSchema TABLE =
      new TableSchema(
          new UUID(7, 3),
          new UUID(7, 4),
          "orders",
          1,
          KEY,
          List.of(LOCAL),
          List.of(GLOBAL),
          Optional.of(StreamView.NEW_AND_OLD_IMAGES),
          Optional.of("ttl"));
  static final Partition PARTITION = partition(5, TABLE.groupId());
  static final Partition INDEX_PARTITION = partition(6, GLOBAL.id());
  static final PartitionRef REF = PartitionRef.of(PARTITION);

  final ManualClock clock;
  final HybridClock hybridClock;
  final StorageEngine engine;
  final Shard shard;

  /** Opens a shard over {@code engine}; the table is installed when it is not there. */
  ShardFixture(StorageEngine engine) {
    this(
        engine,
        new ManualClock(START_MILLIS),
        new ShardOptions(io.cairndb.storage.engine.Durability.SYNC, 1000, 1000));
  }

  ShardFixture(StorageEngine engine, ManualClock clock, ShardOptions options) {
    this.clock = clock;
    this.engine = engine;
    this.hybridClock = new HybridClock(clock, 1, RandomSource.seeded(42));
    this.shard = Shard.open(SHARD, engine, hybridClock, options, Runnable::run, ShardListener.NONE);
    if (shard.reader().tables().isEmpty()) {
      submit(new Command.InstallSchema(TABLE, List.of(PARTITION, INDEX_PARTITION)));
    }
  }

  static Partition partition(long id, UUID group) {
    return new Partition(
        new PartitionId(new UUID(8, id)), group, TokenRange.ALL, SHARD, Epoch.FIRST);
  }

  /** Submits and expects the answer now. */
  CommandResult submit(Command command) {
    return submitLater(command).getNow(new Refusal.Unavailable("not answered"));
  }

  CompletableFuture<CommandResult> submitLater(Command command) {
    return shard.submit(command);
  }

  static Item item(String pk, long sk, Object... more) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("pk", new AttributeValue.S(pk));
    attributes.put("sk", number(sk));
    for (int i = 0; i < more.length; i += 2) {
      attributes.put((String) more[i], value(more[i + 1]));
    }
    return Item.of(attributes);
  }

  static AttributeValue value(Object value) {
    return value instanceof Number number
        ? number(number.longValue())
        : new AttributeValue.S(value.toString());
  }

  static AttributeValue number(long value) {
    return new AttributeValue.N(Number38.parse(Long.toString(value)));
  }

  static ItemKey key(String pk, long sk) {
    return ItemKey.of(KEY, item(pk, sk));
  }

  static Command.WriteItem put(Item item) {
    return write(ItemKey.of(KEY, item), new Mutation.Put(item), null);
  }

  static Command.WriteItem delete(String pk, long sk) {
    return write(key(pk, sk), new Mutation.Delete(), null);
  }

  static Command.WriteItem write(ItemKey key, Mutation mutation, @Nullable Condition condition) {
    return new Command.WriteItem(
        REF, TABLE.tableId(), key, mutation, Optional.ofNullable(condition), true, null);
  }

  /** As the other, answered without images. */
  static Command.WriteItem blindly(Command.WriteItem write) {
    return new Command.WriteItem(
        write.partition(),
        write.tableId(),
        write.key(),
        write.mutation(),
        write.condition(),
        false,
        write.requestId(),
        write.expected(),
        false);
  }

  static Condition exists(String attribute) {
    return new Condition.AttributeExists(DocumentPath.ofAttribute(attribute));
  }

  static Condition absent(String attribute) {
    return new Condition.AttributeNotExists(DocumentPath.ofAttribute(attribute));
  }

  @Nullable Item get(String pk, long sk) {
    Read.GetItem get = new Read.GetItem(REF, TABLE.tableId(), key(pk, sk));
    return ((ReadResult.ItemRead) shard.reader().read(get)).item();
  }

  static ExpressionCompiler compiler() {
    return new ExpressionCompiler();
  }
}
