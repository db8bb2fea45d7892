package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Tables, indexes and expiry change while eight writers go on. */
final class ChurnIT {
  private static final int WRITERS = 8;

  @Test
  void deletedTableEndsItsWritersAndComesBackEmpty() {
    String table = Sdk.freshName();
    create(table);
    for (int round = 0; round < 4; round++) {
      try (Writers writers = Writers.start(WRITERS, (writer, i) -> put(table, writer, i))) {
        writers.awaitWrites(100 + 100L * round);
        Sdk.client().deleteTable(delete -> delete.tableName(table));
        writers.awaitEnd();
        assertEquals(Set.of(ResourceNotFoundException.class), writers.endings());
      }
      Sdk.waiter().waitUntilTableNotExists(describe -> describe.tableName(table));
      create(table);
      assertEquals(List.of(), items(table, null), "of the table before, round " + round);
    }
  }

  @Test
  void writersOutliveTheirTable() {
    String table = Sdk.freshName();
    create(table);
    try (Writers writers =
        Writers.start(
            WRITERS,
            (writer, i) -> {
              try {
                put(table, writer, i);
              } catch (ResourceNotFoundException gone) {
                Thread.onSpinWait();
              }
            })) {
      for (int round = 0; round < 8; round++) {
        writers.awaitWrites(writers.written() + 100);
        Sdk.client().deleteTable(delete -> delete.tableName(table));
        Sdk.waiter().waitUntilTableNotExists(describe -> describe.tableName(table));
        create(table);
      }
      writers.stop();
      assertEquals(Set.of(), writers.endings());
    }
    Set<AttributeValue> there = new HashSet<>();
    items(table, null).forEach(item -> there.add(Sdk.attribute(item, "p")));
    there.forEach(key -> assertFalse(Sdk.get(table, "p", key).isEmpty(), "scanned: " + key));
  }

  @Test
  void indexAddedAndRemovedUnderWritersEqualsItsTable() {
    String table = Sdk.table();
    try (Writers writers = Writers.start(WRITERS, (writer, i) -> churn(table, writer, i))) {
      for (int round = 0; round < 3; round++) {
        writers.awaitWrites(writers.written() + 150);
        addIndex(table);
        Sdk.eventually("index active", () -> indexes(table).equals(List.of(IndexStatus.ACTIVE)));
        writers.awaitWrites(writers.written() + 150);
        if (round < 2) {
          removeIndex(table);
          Sdk.eventually("index gone", () -> indexes(table).isEmpty());
        }
      }
      writers.stop();
      assertEquals(Set.of(), writers.endings());
    }
    Set<Map<String, AttributeValue>> expected = new HashSet<>(items(table, null));
    expected.removeIf(item -> !item.containsKey("g"));
    assertTrue(expected.size() > 10, "too few items to compare");
    Sdk.eventually("index equals table", () -> expected.equals(Set.copyOf(items(table, "byG"))));
    assertEquals(expected.size(), items(table, "byG").size());
  }

  @Test
  void itemsExpireUnderLoadUnlessRewrittenInTime() {
    String table =
        Sdk.table(
            List.of("p:S"),
            create ->
                create.streamSpecification(
                    stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
    Sdk.client()
        .updateTimeToLive(
            update ->
                update
                    .tableName(table)
                    .timeToLiveSpecification(ttl -> ttl.attributeName("until").enabled(true)));
    AttributeValue past = n(Long.toString(Instant.now().getEpochSecond() - 5));
    AttributeValue future = n(Long.toString(Instant.now().getEpochSecond() + 3_600));
    Set<AttributeValue> mortal = new HashSet<>();
    try (Writers writers = Writers.start(WRITERS, (writer, i) -> put(table, writer, i % 500))) {
      for (int i = 0; i < 100; i++) {
        Sdk.put(table, "p", s("saved" + i), "until", past);
        Sdk.put(table, "p", s("saved" + i), "until", future);
        Sdk.put(table, "p", s("mortal" + i), "until", past);
        mortal.add(s("mortal" + i));
      }
      Sdk.eventually(
          "all expired", () -> mortal.stream().allMatch(k -> Sdk.get(table, "p", k).isEmpty()));
      writers.stop();
      assertEquals(Set.of(), writers.endings());
    }
    for (int i = 0; i < 100; i++) {
      AttributeValue key = s("saved" + i);
      assertEquals(future, Sdk.get(table, "p", key).get("until"), "rewritten: " + key);
    }
    Set<AttributeValue> removed = new HashSet<>();
    String stream = Sdk.client().describeTable(d -> d.tableName(table)).table().latestStreamArn();
    for (Record record : StreamsIT.records(Sdk.streams(), stream, ShardIteratorType.TRIM_HORIZON)) {
      if (record.eventName() == OperationType.REMOVE) {
        assertEquals("dynamodb.amazonaws.com", record.userIdentity().principalId());
        AttributeValue key = Sdk.attribute(record.dynamodb().keys(), "p");
        assertTrue(removed.add(key), "removed twice: " + key);
      }
    }
    removed.removeIf(key -> key.s().startsWith("saved")); // expired before they were rewritten
    assertEquals(mortal, removed);
  }

  private static void create(String table) {
    Sdk.client()
        .createTable(
            CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    definition ->
                        definition.attributeName("p").attributeType(ScalarAttributeType.S))
                .keySchema(Sdk.key("p", KeyType.HASH))
                .build());
    Sdk.waiter().waitUntilTableExists(describe -> describe.tableName(table));
  }

  private static void put(String table, int writer, int i) {
    Sdk.put(table, "p", s(writer + "-" + i), "i", n(Integer.toString(i)));
  }

  /** Few keys, so that entries of the index come, move and go. */
  private static void churn(String table, int writer, int i) {
    AttributeValue key = s(writer + "-" + i % 17);
    if (i % 5 == 0) {
      Sdk.client().deleteItem(delete -> delete.tableName(table).key(item("p", key)));
    } else if (i % 7 == 0) {
      Sdk.put(table, "p", key, "i", n(Integer.toString(i)));
    } else {
      Sdk.put(table, "p", key, "i", n(Integer.toString(i)), "g", s("g" + i % 3));
    }
  }

  private static void addIndex(String table) {
    Sdk.client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .attributeDefinitions(
                        a -> a.attributeName("g").attributeType(ScalarAttributeType.S))
                    .globalSecondaryIndexUpdates(
                        change ->
                            change.create(
                                index ->
                                    index
                                        .indexName("byG")
                                        .keySchema(Sdk.key("g", KeyType.HASH))
                                        .projection(p -> p.projectionType(ProjectionType.ALL)))));
  }

  private static void removeIndex(String table) {
    Sdk.client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .globalSecondaryIndexUpdates(
                        change -> change.delete(index -> index.indexName("byG"))));
  }

  private static List<IndexStatus> indexes(String table) {
    return Sdk.client()
        .describeTable(d -> d.tableName(table))
        .table()
        .globalSecondaryIndexes()
        .stream()
        .map(GlobalSecondaryIndexDescription::indexStatus)
        .toList();
  }

  private static List<Map<String, AttributeValue>> items(String table, @Nullable String index) {
    return Sdk.client()
        .scanPaginator(scan -> scan.tableName(table).indexName(index).consistentRead(index == null))
        .items()
        .stream()
        .toList();
  }
}
