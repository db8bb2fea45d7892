package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.assertError;
import static io.cairndb.conformance.Sdk.client;
import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.key;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.put;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Tables: their life, their indexes while they live, tags, time to live, what tools ask. */
final class TablesIT {
  private static TableDescription describe(String table) {
    return client().describeTable(request -> request.tableName(table)).table();
  }

  @Test
  void describesWhatWasCreated() {
    String table =
        Sdk.table(
            List.of("p:S", "s:N"),
            create ->
                create
                    .billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(
                        units -> units.readCapacityUnits(3L).writeCapacityUnits(4L))
                    .tableClass(TableClass.STANDARD_INFREQUENT_ACCESS));
    TableDescription description = describe(table);
    assertEquals(TableStatus.ACTIVE, description.tableStatus());
    assertEquals(List.of(key("p", KeyType.HASH), key("s", KeyType.RANGE)), description.keySchema());
    assertEquals(3L, description.provisionedThroughput().readCapacityUnits());
    assertTrue(description.tableArn().endsWith("table/" + table));
    assertFalse(description.tableId().isEmpty());
    assertEquals(
        TableClass.STANDARD_INFREQUENT_ACCESS, description.tableClassSummary().tableClass());
    assertTrue(
        client().listTablesPaginator(list -> list.limit(7)).tableNames().stream()
            .anyMatch(table::equals));
  }

  @Test
  void changesBillingAndProtection() {
    String table = Sdk.table();
    client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(
                        units -> units.readCapacityUnits(5L).writeCapacityUnits(6L)));
    Sdk.waiter().waitUntilTableExists(request -> request.tableName(table));
    Sdk.eventually(
        "provisioned", () -> describe(table).provisionedThroughput().writeCapacityUnits() == 6L);
    client().updateTable(update -> update.tableName(table).deletionProtectionEnabled(true));
    Sdk.eventually("protected", () -> describe(table).deletionProtectionEnabled());
    assertError(
        "ValidationException",
        "Resource cannot be deleted as it is currently protected against deletion. Disable"
            + " deletion protection first.",
        () -> client().deleteTable(request -> request.tableName(table)));
    client().updateTable(update -> update.tableName(table).deletionProtectionEnabled(false));
    Sdk.eventually("unprotected", () -> !describe(table).deletionProtectionEnabled());
    client().deleteTable(request -> request.tableName(table));
    Sdk.waiter().waitUntilTableNotExists(request -> request.tableName(table));
    assertError(
        "ResourceNotFoundException",
        "Requested resource not found: Table: " + table + " not found",
        () -> describe(table));
  }

  @Test
  void refusesSecondCreation() {
    String table = Sdk.table();
    assertError(
        "ResourceInUseException",
        table,
        () ->
            client()
                .createTable(
                    create ->
                        create
                            .tableName(table)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .attributeDefinitions(definition("p"))
                            .keySchema(key("p", KeyType.HASH))));
  }

  private static AttributeDefinition definition(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  @Test
  void addsAndRemovesGlobalIndexOnLiveTable() {
    String table = Sdk.table();
    for (int i = 0; i < 50; i++) {
      put(table, "p", s("p" + i), "k", s("k" + i % 2));
    }
    client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .attributeDefinitions(definition("p"), definition("k"))
                    .globalSecondaryIndexUpdates(
                        GlobalSecondaryIndexUpdate.builder()
                            .create(
                                create ->
                                    create
                                        .indexName("late")
                                        .keySchema(key("k", KeyType.HASH))
                                        .projection(p -> p.projectionType(ProjectionType.ALL)))
                            .build()));
    put(table, "p", s("meanwhile"), "k", s("k0"));
    Sdk.eventually(
        "index active",
        () ->
            describe(table).globalSecondaryIndexes().getFirst().indexStatus()
                == IndexStatus.ACTIVE);
    Sdk.eventually(
        "backfilled",
        () ->
            client()
                    .query(
                        query ->
                            query
                                .tableName(table)
                                .indexName("late")
                                .keyConditionExpression("k = :k")
                                .expressionAttributeValues(item(":k", s("k0"))))
                    .count()
                == 26);
    client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .globalSecondaryIndexUpdates(
                        GlobalSecondaryIndexUpdate.builder()
                            .delete(delete -> delete.indexName("late"))
                            .build()));
    Sdk.eventually("index gone", () -> !describe(table).hasGlobalSecondaryIndexes());
  }

  @Test
  void keepsTags() {
    String table = Sdk.table();
    String arn = describe(table).tableArn();
    Tag tag = Tag.builder().key("team").value("stones").build();
    client().tagResource(request -> request.resourceArn(arn).tags(tag));
    assertEquals(
        List.of(tag), client().listTagsOfResource(request -> request.resourceArn(arn)).tags());
    client().untagResource(request -> request.resourceArn(arn).tagKeys("team"));
    assertTrue(client().listTagsOfResource(request -> request.resourceArn(arn)).tags().isEmpty());
  }

  @Test
  void expiresItemsWithinTwoMinutes() {
    String table = Sdk.table();
    client()
        .updateTimeToLive(
            update ->
                update
                    .tableName(table)
                    .timeToLiveSpecification(ttl -> ttl.attributeName("until").enabled(true)));
    Sdk.eventually(
        "enabled",
        () ->
            client()
                    .describeTimeToLive(request -> request.tableName(table))
                    .timeToLiveDescription()
                    .timeToLiveStatus()
                == TimeToLiveStatus.ENABLED);
    put(table, "p", s("old"), "until", n("" + (System.currentTimeMillis() / 1_000 - 60)));
    put(table, "p", s("young"), "until", n("" + (System.currentTimeMillis() / 1_000 + 3_600)));
    Sdk.eventually("expired", () -> Sdk.get(table, "p", s("old")).isEmpty());
    assertFalse(Sdk.get(table, "p", s("young")).isEmpty());
  }

  @Test
  void answersWhatToolsAsk() {
    String table = Sdk.table();
    assertTrue(client().describeLimits(request -> {}).accountMaxReadCapacityUnits() > 0);
    assertEquals(
        ContinuousBackupsStatus.ENABLED,
        client()
            .describeContinuousBackups(request -> request.tableName(table))
            .continuousBackupsDescription()
            .continuousBackupsStatus());
    assertFalse(client().describeEndpoints(request -> {}).endpoints().isEmpty());
    assertError(
        "ValidationException",
        "TableName must be at least 3 characters long and at most 255 characters long",
        () -> client().describeTable(request -> request.tableName("x")));
  }
}
