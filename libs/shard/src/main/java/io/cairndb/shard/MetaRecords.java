package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of the tree {@code meta} and of intents, as docs/formats/shard-meta.md lays them out. */
final class MetaRecords {
  private static final int VERSION = 1;

  /** Version of a clean close of an engine that was repaired before. */
  private static final int CLEAN_CLOSE_REPAIRED = 2;

  private MetaRecords() {}

  /**
   * A prepared transaction's part in this shard.
   *
   * @param preparedMillis when, by the shard's clock
   */
  record PreparedRecord(
      ShardId ledger, Hlc timestamp, long preparedMillis, List<LockedItem> items) {}

  /** An item under an intent: its table and its key in the main tree. */
  record LockedItem(UUID tableId, byte[] engineKey) {}

  /** What a commit does to an item. */
  record Intent(TransactionId transaction, Hlc timestamp, Kind kind, @Nullable Item item) {
    enum Kind {
      CHECK,
      PUT,
      DELETE
    }
  }

  /** A ledger record. */
  record LedgerRecord(
      long startedMillis,
      @Nullable TransactionOutcome decision,
      List<ShardId> participants,
      Optional<String> token) {}

  /** What became of a token. */
  record TokenRecord(TransactionId transaction, long expiresMillis, boolean done, Bytes hash) {}

  static byte[] encode(TableSchema schema) {
    RecordWriter out =
        new RecordWriter(256)
            .u8(VERSION)
            .uuid(schema.tableId())
            .uuid(schema.groupId())
            .text(schema.name())
            .u64(schema.version());
    putKey(out, schema.key());
    putIndexes(out, schema.localIndexes());
    putIndexes(out, schema.globalIndexes());
    out.u8(schema.stream().map(view -> view.ordinal() + 1).orElse(0));
    out.u8(schema.ttlAttribute().isPresent() ? 1 : 0);
    schema.ttlAttribute().ifPresent(out::text);
    return out.toArray();
  }

  static TableSchema schema(byte[] value) {
    return RecordReader.read("table schema", value, MetaRecords::schema);
  }

  private static TableSchema schema(RecordReader in) {
    UUID tableId = in.uuid();
    UUID groupId = in.uuid();
    String name = in.text();
    long version = in.u64();
    KeySchema key = key(in);
    List<SecondaryIndex> local = indexes(in);
    List<SecondaryIndex> global = indexes(in);
    int stream = in.u8();
    if (stream > StreamView.values().length) {
      throw new ShardFormatException("table schema with unknown stream view " + stream);
    }
    Optional<StreamView> view =
        stream == 0 ? Optional.empty() : Optional.of(StreamView.values()[stream - 1]);
    Optional<String> ttl = in.u8() == 0 ? Optional.empty() : Optional.of(in.text());
    return new TableSchema(tableId, groupId, name, version, key, local, global, view, ttl);
  }

  private static void putIndexes(RecordWriter out, List<SecondaryIndex> indexes) {
    out.u32(indexes.size());
    for (SecondaryIndex index : indexes) {
      out.uuid(index.id()).text(index.name()).u8(index.scope().ordinal()).u8(index.ordinal());
      putKey(out, index.key());
      out.u8(index.projection().kind().ordinal());
      out.u32(index.projection().nonKeyAttributes().size());
      index.projection().nonKeyAttributes().forEach(out::text);
    }
  }

  private static List<SecondaryIndex> indexes(RecordReader in) {
    int count = in.count();
    List<SecondaryIndex> indexes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      UUID id = in.uuid();
      String name = in.text();
      SecondaryIndex.Scope scope = in.constant(SecondaryIndex.Scope.values());
      int ordinal = in.u8();
      KeySchema key = key(in);
      Projection.Kind kind = in.constant(Projection.Kind.values());
      int names = in.count();
      List<String> attributes = new ArrayList<>(names);
      for (int n = 0; n < names; n++) {
        attributes.add(in.text());
      }
      indexes.add(
          new SecondaryIndex(id, name, scope, ordinal, key, new Projection(kind, attributes)));
    }
    return indexes;
  }

  private static void putKey(RecordWriter out, KeySchema key) {
    putAttributes(out, key.partition());
    putAttributes(out, key.sort());
  }

  private static void putAttributes(RecordWriter out, List<KeyAttribute> attributes) {
    out.u8(attributes.size());
    for (KeyAttribute attribute : attributes) {
      out.text(attribute.name()).u8(attribute.type().ordinal());
    }
  }

  private static KeySchema key(RecordReader in) {
    return new KeySchema(attributes(in), attributes(in));
  }

  private static List<KeyAttribute> attributes(RecordReader in) {
    int count = in.u8();
    List<KeyAttribute> attributes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      attributes.add(new KeyAttribute(in.text(), in.constant(ScalarType.values())));
    }
    return attributes;
  }

  static byte[] encode(Partition partition) {
    return new RecordWriter(65)
        .u8(VERSION)
        .uuid(partition.id().value())
        .uuid(partition.groupId())
        .u64(partition.range().fromInclusive())
        .u64(partition.range().toInclusive())
        .u32(partition.home().node())
        .u32(partition.home().index())
        .u64(partition.epoch().value())
        .toArray();
  }

  static Partition partition(byte[] value) {
    return RecordReader.read("partition", value, MetaRecords::partition);
  }

  private static Partition partition(RecordReader in) {
    Partition partition =
        new Partition(
            new PartitionId(in.uuid()),
            in.uuid(),
            new TokenRange(in.u64(), in.u64()),
            shardId(in),
            new Epoch(in.u64()));
    return partition;
  }

  static byte[] encode(ChangePosition position) {
    return new RecordWriter(11).u8(VERSION).position(position).toArray();
  }

  static ChangePosition position(byte[] value) {
    return RecordReader.read("index cursor", value, RecordReader::position);
  }

  static byte[] clockMark(long millis) {
    return new RecordWriter(9).u8(VERSION).u64(millis).toArray();
  }

  /**
   * The record of a clean close.
   *
   * @param repairId of the engine; 0 when it never was repaired
   */
  static byte[] cleanClose(long repairId) {
    return repairId == 0
        ? new byte[] {VERSION}
        : new RecordWriter(9).u8(CLEAN_CLOSE_REPAIRED).u64(repairId).toArray();
  }

  static long clockMark(byte[] value) {
    return RecordReader.read("clock mark", value, RecordReader::u64);
  }

  static byte[] encode(PreparedRecord prepared) {
    RecordWriter out =
        new RecordWriter(128)
            .u8(VERSION)
            .u32(prepared.ledger().node())
            .u32(prepared.ledger().index())
            .hlc(prepared.timestamp())
            .u64(prepared.preparedMillis())
            .u32(prepared.items().size());
    prepared.items().forEach(item -> out.uuid(item.tableId()).bytes(item.engineKey()));
    return out.toArray();
  }

  static PreparedRecord prepared(byte[] value) {
    return RecordReader.read("prepared transaction", value, MetaRecords::prepared);
  }

  private static PreparedRecord prepared(RecordReader in) {
    ShardId ledger = shardId(in);
    Hlc timestamp = in.hlc();
    long millis = in.u64();
    int count = in.count();
    List<LockedItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(new LockedItem(in.uuid(), in.bytes()));
    }
    return new PreparedRecord(ledger, timestamp, millis, items);
  }

  static byte[] encode(Intent intent) {
    RecordWriter out =
        new RecordWriter(38 + (intent.item() == null ? 0 : intent.item().length()))
            .u8(VERSION)
            .u8(intent.kind().ordinal())
            .uuid(intent.transaction().value())
            .hlc(intent.timestamp());
    if (intent.item() != null) {
      out.item(intent.item());
    }
    return out.toArray();
  }

  static Intent intent(byte[] value) {
    return RecordReader.read("intent", value, MetaRecords::intent);
  }

  private static Intent intent(RecordReader in) {
    Intent.Kind kind = in.constant(Intent.Kind.values());
    TransactionId transaction = new TransactionId(in.uuid());
    Hlc timestamp = in.hlc();
    Item item = kind == Intent.Kind.PUT ? in.item() : null;
    return new Intent(transaction, timestamp, kind, item);
  }

  static byte[] encode(TransactionOutcome outcome) {
    return new byte[] {VERSION, (byte) outcome.ordinal()};
  }

  static TransactionOutcome outcome(byte[] value) {
    return RecordReader.read(
        "ended transaction", value, in -> in.constant(TransactionOutcome.values()));
  }

  static byte[] encode(LedgerRecord ledger) {
    RecordWriter out =
        new RecordWriter(64)
            .u8(VERSION)
            .u64(ledger.startedMillis())
            .u8(ledger.decision() == null ? 0 : ledger.decision().ordinal() + 1)
            .u32(ledger.participants().size());
    ledger.participants().forEach(shard -> out.u32(shard.node()).u32(shard.index()));
    out.u8(ledger.token().isPresent() ? 1 : 0);
    ledger.token().ifPresent(out::text);
    return out.toArray();
  }

  static LedgerRecord ledger(byte[] value) {
    return RecordReader.read("ledger record", value, MetaRecords::ledger);
  }

  private static LedgerRecord ledger(RecordReader in) {
    long started = in.u64();
    int decision = in.u8();
    if (decision > TransactionOutcome.values().length) {
      throw new ShardFormatException("ledger record with unknown decision " + decision);
    }
    int count = in.count();
    List<ShardId> participants = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      participants.add(shardId(in));
    }
    Optional<String> token = in.u8() == 0 ? Optional.empty() : Optional.of(in.text());
    return new LedgerRecord(
        started,
        decision == 0 ? null : TransactionOutcome.values()[decision - 1],
        participants,
        token);
  }

  static byte[] encode(TokenRecord token) {
    return new RecordWriter(64)
        .u8(VERSION)
        .uuid(token.transaction().value())
        .u64(token.expiresMillis())
        .u8(token.done() ? 1 : 0)
        .bytes(token.hash().toArray())
        .toArray();
  }

  static TokenRecord token(byte[] value) {
    return RecordReader.read("token", value, MetaRecords::token);
  }

  private static TokenRecord token(RecordReader in) {
    TokenRecord token =
        new TokenRecord(new TransactionId(in.uuid()), in.u64(), in.u8() == 1, Bytes.of(in.bytes()));
    return token;
  }

  private static ShardId shardId(RecordReader in) {
    return new ShardId(in.u32(), in.u32());
  }
}
