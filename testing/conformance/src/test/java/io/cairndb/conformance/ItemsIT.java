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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Single items: every type, every kind of expression, what writes return. */
final class ItemsIT {
  private final String table = Sdk.table();

  @Test
  void keepsEveryType() {
    Map<String, AttributeValue> all =
        item(
            "p", s("types"),
            "text", s("grüße \"\\\n 🪨"),
            "empty", s(""),
            "number", n("-12345678901234567890.123456789012345678"),
            "binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 127})),
            "yes", AttributeValue.fromBool(true),
            "nothing", AttributeValue.fromNul(true),
            "texts", AttributeValue.fromSs(List.of("a", "b")),
            "numbers", AttributeValue.fromNs(List.of("1", "2.5")),
            "list", AttributeValue.fromL(List.of(s("x"), n("1"), AttributeValue.fromL(List.of()))),
            "map", AttributeValue.fromM(item("in", AttributeValue.fromM(item("deep", n("7"))))));
    client().putItem(request -> request.tableName(table).item(all));
    assertEquals(all, get(table, "p", s("types")));
  }

  @Test
  void normalisesNumbers() {
    put(table, "p", s("number"), "n", n("00012.500E+2"), "z", n("-0"));
    assertEquals(n("1250"), get(table, "p", s("number")).get("n"));
    assertEquals(n("0"), get(table, "p", s("number")).get("z"));
  }

  @Test
  void absentItemIsNoItem() {
    assertFalse(
        client().getItem(get -> get.tableName(table).key(item("p", s("absent")))).hasItem());
  }

  @Test
  void projectsNestedPaths() {
    put(
        table,
        "p",
        s("projection"),
        "m",
        AttributeValue.fromM(item("a", n("1"), "b", n("2"))),
        "l",
        AttributeValue.fromL(List.of(n("0"), n("1"), n("2"))));
    Map<String, AttributeValue> seen =
        client()
            .getItem(
                get ->
                    get.tableName(table)
                        .key(item("p", s("projection")))
                        .projectionExpression("m.#b, l[1]")
                        .expressionAttributeNames(Map.of("#b", "b")))
            .item();
    assertEquals(
        item(
            "m", AttributeValue.fromM(item("b", n("2"))),
            "l", AttributeValue.fromL(List.of(n("1")))),
        seen);
  }

  @Test
  void updatesWithEveryClause() {
    put(
        table,
        "p",
        s("update"),
        "count",
        n("1"),
        "gone",
        s("x"),
        "tags",
        AttributeValue.fromSs(List.of("a", "b")),
        "l",
        AttributeValue.fromL(List.of(n("1"))));
    UpdateItemResponse response =
        client()
            .updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("p", s("update")))
                        .updateExpression(
                            "SET #c = #c + :one, l = list_append(l, :l),"
                                + " fresh = if_not_exists(fresh, :one)"
                                + " REMOVE gone ADD sum_of :one DELETE tags :tag")
                        .expressionAttributeNames(Map.of("#c", "count"))
                        .expressionAttributeValues(
                            item(
                                ":one", n("1"),
                                ":l", AttributeValue.fromL(List.of(n("2"))),
                                ":tag", AttributeValue.fromSs(List.of("a"))))
                        .returnValues(ReturnValue.ALL_NEW));
    assertEquals(
        item(
            "p", s("update"),
            "count", n("2"),
            "tags", AttributeValue.fromSs(List.of("b")),
            "l", AttributeValue.fromL(List.of(n("1"), n("2"))),
            "fresh", n("1"),
            "sum_of", n("1")),
        response.attributes());
  }

  @Test
  void returnsWhatWasAsked() {
    put(table, "p", s("returns"), "a", n("1"), "b", n("2"));
    assertEquals(item("a", n("1")), update("a", "5", ReturnValue.UPDATED_OLD));
    assertEquals(item("a", n("6")), update("a", "6", ReturnValue.UPDATED_NEW));
    assertEquals(
        item("p", s("returns"), "a", n("6"), "b", n("2")), update("a", "7", ReturnValue.ALL_OLD));
    assertEquals(
        item("p", s("returns"), "a", n("7"), "b", n("2")),
        client()
            .deleteItem(
                delete ->
                    delete
                        .tableName(table)
                        .key(item("p", s("returns")))
                        .returnValues(ReturnValue.ALL_OLD))
            .attributes());
  }

  private Map<String, AttributeValue> update(String name, String value, ReturnValue wanted) {
    return client()
        .updateItem(
            update ->
                update
                    .tableName(table)
                    .key(item("p", s("returns")))
                    .updateExpression("SET " + name + " = :v")
                    .expressionAttributeValues(item(":v", n(value)))
                    .returnValues(wanted))
        .attributes();
  }

  @Test
  void failedConditionReturnsItem() {
    put(table, "p", s("condition"), "a", n("1"));
    ConditionalCheckFailedException failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                client()
                    .putItem(
                        put ->
                            put.tableName(table)
                                .item(item("p", s("condition")))
                                .conditionExpression("attribute_not_exists(p)")
                                .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertEquals("The conditional request failed", failure.awsErrorDetails().errorMessage());
    assertEquals(item("p", s("condition"), "a", n("1")), failure.item());
  }

  @Test
  void evaluatesEveryConditionFunction() {
    put(
        table,
        "p",
        s("functions"),
        "t",
        s("hello"),
        "x",
        n("5"),
        "tags",
        AttributeValue.fromSs(List.of("a")));
    for (String condition :
        List.of(
            "attribute_exists(t)",
            "attribute_not_exists(u)",
            "attribute_type(t, :S)",
            "begins_with(t, :he)",
            "contains(t, :ell) AND contains(tags, :a)",
            "size(t) = :five",
            "x BETWEEN :one AND :five",
            "x IN (:one, :five)",
            "NOT x <> :five AND (x > :one OR x < :one)")) {
      Map<String, AttributeValue> values =
          item(
              ":S", s("S"), ":he", s("he"), ":ell", s("ell"), ":a", s("a"), ":five", n("5"), ":one",
              n("1"));
      values.keySet().removeIf(name -> !condition.matches(".*" + name + "\\b.*"));
      client()
          .updateItem(
              update -> {
                update
                    .tableName(table)
                    .key(item("p", s("functions")))
                    .conditionExpression(condition);
                if (!values.isEmpty()) {
                  update.expressionAttributeValues(values);
                }
              });
    }
  }

  @Test
  void countsCapacity() {
    put(table, "p", s("capacity"), "pad", s("x".repeat(5_000)));
    assertEquals(
        2.0,
        client()
            .getItem(
                get ->
                    get.tableName(table)
                        .key(item("p", s("capacity")))
                        .consistentRead(true)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
            .consumedCapacity()
            .capacityUnits());
    assertEquals(
        5.0,
        client()
            .deleteItem(
                delete ->
                    delete
                        .tableName(table)
                        .key(item("p", s("capacity")))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
            .consumedCapacity()
            .capacityUnits());
  }

  @Test
  void refusesWhatDynamoDbRefuses() {
    String key = "The provided key element does not match the schema";
    assertError("ValidationException", key, () -> get(table, "q", s("x")));
    assertError("ValidationException", key, () -> get(table, "p", n("1")));
    assertError(
        "ValidationException", "Missing the key p in the item", () -> put(table, "q", s("x")));
    assertError(
        "ValidationException",
        "cannot contain an empty string value. Key: p",
        () -> put(table, "p", s("")));
    assertError(
        "ValidationException",
        "Item size has exceeded the maximum allowed size",
        () -> put(table, "p", s("big"), "pad", s("x".repeat(410_000))));
    assertError(
        "ResourceNotFoundException",
        "Requested resource not found",
        () -> get("no-such-table", "p", s("x")));
    assertError(
        "ValidationException", "Number overflow", () -> put(table, "p", s("n"), "n", n("1E126")));
    assertTrue(get(table, "p", s("n")).isEmpty());
  }
}
