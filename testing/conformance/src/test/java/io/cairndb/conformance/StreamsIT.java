package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.client;
import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.put;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Streams: the four views, order per item, reading again, what outlives the stream. */
final class StreamsIT {
  private final DynamoDbStreamsClient streams = Sdk.streams();

  private static String table(StreamViewType view) {
    return Sdk.table(
        List.of("p:S"),
        create ->
            create.streamSpecification(stream -> stream.streamEnabled(true).streamViewType(view)));
  }

  private static String arn(String table) {
    return client().describeTable(request -> request.tableName(table)).table().latestStreamArn();
  }

  private List<Record> records(String arn, ShardIteratorType from) {
    return records(streams, arn, from);
  }

  /** Reads every shard until several pages running are empty. */
  static List<Record> records(DynamoDbStreamsClient streams, String arn, ShardIteratorType from) {
    List<Record> records = new ArrayList<>();
    for (Shard shard :
        streams.describeStream(request -> request.streamArn(arn)).streamDescription().shards()) {
      String iterator =
          streams
              .getShardIterator(
                  request ->
                      request.streamArn(arn).shardId(shard.shardId()).shardIteratorType(from))
              .shardIterator();
      for (int empty = 0; empty < 5 && iterator != null; ) {
        String at = iterator;
        var response = streams.getRecords(request -> request.shardIterator(at));
        records.addAll(response.records());
        empty = response.records().isEmpty() ? empty + 1 : 0;
        iterator = response.nextShardIterator();
      }
    }
    return records;
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamViewType.class,
      names = {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"})
  void recordsInsertModifyRemove(StreamViewType view) {
    String table = table(view);
    put(table, "p", s("a"), "v", n("1"));
    put(table, "p", s("a"), "v", n("1"));
    put(table, "p", s("a"), "v", n("2"));
    client().deleteItem(delete -> delete.tableName(table).key(item("p", s("a"))));
    client().deleteItem(delete -> delete.tableName(table).key(item("p", s("a"))));
    String arn = arn(table);
    Sdk.eventually("three", () -> records(arn, ShardIteratorType.TRIM_HORIZON).size() >= 3);
    List<Record> records = records(arn, ShardIteratorType.TRIM_HORIZON);
    assertEquals(
        List.of(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE),
        records.stream().map(Record::eventName).toList());
    Record modify = records.get(1);
    assertEquals(item("p", s("a")), modify.dynamodb().keys());
    assertEquals(view, modify.dynamodb().streamViewType());
    assertEquals("aws:dynamodb", modify.eventSource());
    boolean old = view.toString().contains("OLD");
    boolean fresh = view.toString().contains("NEW");
    assertEquals(old, modify.dynamodb().hasOldImage());
    assertEquals(fresh, modify.dynamodb().hasNewImage());
    if (old && fresh) {
      assertEquals(n("1"), modify.dynamodb().oldImage().get("v"));
      assertEquals(n("2"), modify.dynamodb().newImage().get("v"));
    }
  }

  @Test
  void latestSeesOnlyWhatFollows() {
    String table = table(StreamViewType.NEW_IMAGE);
    put(table, "p", s("before"));
    String arn = arn(table);
    Sdk.eventually("first", () -> !records(arn, ShardIteratorType.TRIM_HORIZON).isEmpty());
    assertTrue(records(arn, ShardIteratorType.LATEST).isEmpty());
    assertTrue(
        streams.listStreams(request -> request.tableName(table)).streams().stream()
            .anyMatch(stream -> stream.streamArn().equals(arn)));
  }

  @Test
  void disabledStreamStaysReadable() {
    String table = table(StreamViewType.NEW_IMAGE);
    put(table, "p", s("kept"));
    String arn = arn(table);
    client()
        .updateTable(
            update ->
                update.tableName(table).streamSpecification(stream -> stream.streamEnabled(false)));
    Sdk.eventually(
        "disabled",
        () ->
            client()
                    .describeTable(request -> request.tableName(table))
                    .table()
                    .streamSpecification()
                == null);
    Sdk.eventually("read", () -> !records(arn, ShardIteratorType.TRIM_HORIZON).isEmpty());
  }

  @Test
  void expiryIsMarkedAsTheServices() {
    String table = table(StreamViewType.OLD_IMAGE);
    client()
        .updateTimeToLive(
            update ->
                update
                    .tableName(table)
                    .timeToLiveSpecification(ttl -> ttl.attributeName("until").enabled(true)));
    put(table, "p", s("old"), "until", n("" + (System.currentTimeMillis() / 1_000 - 60)));
    String arn = arn(table);
    Sdk.eventually(
        "expired",
        () ->
            records(arn, ShardIteratorType.TRIM_HORIZON).stream()
                .anyMatch(record -> record.eventName() == OperationType.REMOVE));
    Record removal = records(arn, ShardIteratorType.TRIM_HORIZON).getLast();
    assertFalse(removal.userIdentity() == null, removal.toString());
    assertEquals("dynamodb.amazonaws.com", removal.userIdentity().principalId());
    assertEquals("Service", removal.userIdentity().type());
  }
}
