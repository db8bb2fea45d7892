package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.assertError;
import static io.cairndb.conformance.Sdk.client;
import static io.cairndb.conformance.Sdk.get;
import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.put;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Batches and transactions. */
final class MultipleItemsIT {
  private final String table = Sdk.table();

  @Test
  void writesAndReadsBatches() {
    List<WriteRequest> puts = new ArrayList<>();
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      Map<String, AttributeValue> key = item("p", s("b" + i));
      keys.add(key);
      puts.add(WriteRequest.builder().putRequest(put -> put.item(key)).build());
    }
    assertFalse(
        client()
            .batchWriteItem(batch -> batch.requestItems(Map.of(table, puts)))
            .unprocessedItems()
            .containsKey(table));
    keys.add(item("p", s("absent")));
    var read =
        client()
            .batchGetItem(
                batch ->
                    batch.requestItems(
                        Map.of(table, KeysAndAttributes.builder().keys(keys).build())));
    assertEquals(25, read.responses().getOrDefault(table, List.of()).size());
    List<WriteRequest> deletes =
        List.of(
            WriteRequest.builder().deleteRequest(delete -> delete.key(item("p", s("b0")))).build());
    client().batchWriteItem(batch -> batch.requestItems(Map.of(table, deletes)));
    assertTrue(get(table, "p", s("b0")).isEmpty());
  }

  @Test
  void refusesDuplicatesInBatch() {
    WriteRequest one =
        WriteRequest.builder().putRequest(put -> put.item(item("p", s("twice")))).build();
    assertError(
        "ValidationException",
        "Provided list of item keys contains duplicates",
        () ->
            client().batchWriteItem(batch -> batch.requestItems(Map.of(table, List.of(one, one)))));
  }

  @Test
  void commitsAllOrNothing() {
    put(table, "p", s("guard"), "v", n("1"));
    TransactionCanceledException canceled =
        assertThrows(
            TransactionCanceledException.class,
            () -> client().transactWriteItems(transaction("0", "first")));
    assertEquals(
        List.of("ConditionalCheckFailed", "None"),
        canceled.cancellationReasons().stream().map(CancellationReason::code).toList());
    assertEquals(
        "Transaction cancelled, please refer cancellation reasons for specific reasons"
            + " [ConditionalCheckFailed, None]",
        canceled.awsErrorDetails().errorMessage());
    assertTrue(get(table, "p", s("first")).isEmpty());
    client().transactWriteItems(transaction("1", "second"));
    assertEquals(item("p", s("second")), get(table, "p", s("second")));
    assertEquals(n("2"), get(table, "p", s("guard")).get("v"));
  }

  private TransactWriteItemsRequest transaction(String expected, String created) {
    return TransactWriteItemsRequest.builder()
        .transactItems(
            TransactWriteItem.builder()
                .update(
                    update ->
                        update
                            .tableName(table)
                            .key(item("p", s("guard")))
                            .updateExpression("ADD v :one")
                            .conditionExpression("v = :expected")
                            .expressionAttributeValues(
                                item(":one", n("1"), ":expected", n(expected))))
                .build(),
            TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item("p", s(created))))
                .build())
        .clientRequestToken("token-" + created)
        .build();
  }

  @Test
  void repeatsTokenOnce() {
    put(table, "p", s("guard"), "v", n("1"));
    client().transactWriteItems(transaction("1", "token"));
    client().transactWriteItems(transaction("1", "token"));
    assertEquals(n("2"), get(table, "p", s("guard")).get("v"));
    TransactWriteItemsRequest other =
        transaction("2", "different").toBuilder().clientRequestToken("token-token").build();
    assertError(
        "IdempotentParameterMismatchException", "", () -> client().transactWriteItems(other));
  }

  @Test
  void readsInTransactions() {
    put(table, "p", s("one"), "v", n("1"));
    var response =
        client()
            .transactGetItems(
                transact ->
                    transact.transactItems(
                        TransactGetItem.builder()
                            .get(get -> get.tableName(table).key(item("p", s("one"))))
                            .build(),
                        TransactGetItem.builder()
                            .get(get -> get.tableName(table).key(item("p", s("none"))))
                            .build()));
    assertEquals(item("p", s("one"), "v", n("1")), response.responses().getFirst().item());
    assertFalse(response.responses().get(1).hasItem());
  }

  @Test
  void refusesSameItemTwice() {
    TransactWriteItem put =
        TransactWriteItem.builder()
            .put(action -> action.tableName(table).item(item("p", s("same"))))
            .build();
    assertError(
        "ValidationException",
        "Transaction request cannot include multiple operations on one item",
        () -> client().transactWriteItems(transact -> transact.transactItems(put, put)));
  }

  @Test
  void checksConditionsWithoutWriting() {
    put(table, "p", s("checked"), "v", n("1"));
    client()
        .transactWriteItems(
            transact ->
                transact.transactItems(
                    TransactWriteItem.builder()
                        .conditionCheck(
                            check ->
                                check
                                    .tableName(table)
                                    .key(item("p", s("checked")))
                                    .conditionExpression("attribute_exists(v)"))
                        .build(),
                    TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(table).key(item("p", s("gone"))))
                        .build()));
    assertEquals(n("1"), get(table, "p", s("checked")).get("v"));
  }
}
