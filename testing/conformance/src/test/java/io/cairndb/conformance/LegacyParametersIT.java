package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.assertError;
import static io.cairndb.conformance.Sdk.client;
import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.put;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.ConditionalOperator;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** The parameters from before expressions, which old programs still send. */
final class LegacyParametersIT {
  private final String table = Sdk.table(List.of("p:S", "s:N"), create -> {});

  private static Condition condition(
      ComparisonOperator operator,
      software.amazon.awssdk.services.dynamodb.model.AttributeValue... v) {
    return Condition.builder().comparisonOperator(operator).attributeValueList(v).build();
  }

  @Test
  void updatesAttributes() {
    put(table, "p", s("a"), "s", n("1"), "v", n("1"), "gone", s("x"));
    var attributes =
        client()
            .updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("p", s("a"), "s", n("1")))
                        .attributeUpdates(
                            Map.of(
                                "v",
                                AttributeValueUpdate.builder()
                                    .action(AttributeAction.ADD)
                                    .value(n("2"))
                                    .build(),
                                "gone",
                                AttributeValueUpdate.builder()
                                    .action(AttributeAction.DELETE)
                                    .build(),
                                "new",
                                AttributeValueUpdate.builder()
                                    .action(AttributeAction.PUT)
                                    .value(s("y"))
                                    .build()))
                        .returnValues(ReturnValue.ALL_NEW))
            .attributes();
    assertEquals(item("p", s("a"), "s", n("1"), "v", n("3"), "new", s("y")), attributes);
  }

  @Test
  void expectsAttributes() {
    put(table, "p", s("b"), "s", n("1"), "v", n("1"));
    Map<String, ExpectedAttributeValue> expected =
        Map.of(
            "v", ExpectedAttributeValue.builder().value(n("7")).build(),
            "absent", ExpectedAttributeValue.builder().exists(false).build());
    assertError(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        () ->
            client()
                .putItem(
                    put ->
                        put.tableName(table)
                            .item(item("p", s("b"), "s", n("1")))
                            .expected(expected)));
    client()
        .putItem(
            put ->
                put.tableName(table)
                    .item(item("p", s("b"), "s", n("1")))
                    .expected(expected)
                    .conditionalOperator(ConditionalOperator.OR));
  }

  @Test
  void queriesAndScansByConditions() {
    for (int i = 0; i < 6; i++) {
      put(table, "p", s("q"), "s", n("" + i), "v", n("" + i % 2));
    }
    var query =
        client()
            .query(
                request ->
                    request
                        .tableName(table)
                        .keyConditions(
                            Map.of(
                                "p", condition(ComparisonOperator.EQ, s("q")),
                                "s", condition(ComparisonOperator.BETWEEN, n("1"), n("4"))))
                        .queryFilter(Map.of("v", condition(ComparisonOperator.EQ, n("1"))))
                        .attributesToGet("s"));
    assertEquals(List.of(item("s", n("1")), item("s", n("3"))), query.items());
    var scan =
        client()
            .scan(
                request ->
                    request
                        .tableName(table)
                        .scanFilter(
                            Map.of(
                                "v", condition(ComparisonOperator.NULL),
                                "s", condition(ComparisonOperator.GE, n("4"))))
                        .conditionalOperator(ConditionalOperator.OR));
    assertEquals(2, scan.count());
  }

  @Test
  void refusesMixtureWithExpressions() {
    assertError(
        "ValidationException",
        "Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {AttributesToGet} Expression parameters:"
            + " {ProjectionExpression}",
        () ->
            client()
                .getItem(
                    get ->
                        get.tableName(table)
                            .key(item("p", s("b"), "s", n("1")))
                            .attributesToGet("a")
                            .projectionExpression("b")));
  }
}
