package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.assertError;
import static io.cairndb.conformance.Sdk.attribute;
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
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** PartiQL: statements by themselves, in batches and in transactions. */
final class StatementsIT {
  private final String table = Sdk.table(List.of("p:S", "s:S"), builder -> {});

  private ExecuteStatementResponse run(String statement, AttributeValue... parameters) {
    return client()
        .executeStatement(
            request ->
                request
                    .statement(statement.replace("$t", '"' + table + '"'))
                    .parameters(parameters.length == 0 ? null : List.of(parameters)));
  }

  private BatchStatementRequest member(String statement, AttributeValue... parameters) {
    return BatchStatementRequest.builder()
        .statement(statement.replace("$t", '"' + table + '"'))
        .parameters(parameters.length == 0 ? null : List.of(parameters))
        .build();
  }

  private ExecuteTransactionRequest transaction(String... statements) {
    List<ParameterizedStatement> members = new ArrayList<>();
    for (String statement : statements) {
      members.add(
          ParameterizedStatement.builder()
              .statement(statement.replace("$t", '"' + table + '"'))
              .build());
    }
    return ExecuteTransactionRequest.builder().transactStatements(members).build();
  }

  @Test
  void insertsSelectsUpdatesAndDeletes() {
    run("INSERT INTO $t VALUE {'p': ?, 's': 'a', 'n': 1, 'l': ['x'], 'g': <<'u','v'>>}", s("one"));
    assertEquals(n("1"), get(table, "p", s("one"), "s", s("a")).get("n"));
    var updated =
        run(
            "UPDATE $t SET n = n + 1 SET l = list_append(l, ['y']) SET g = set_delete(g, <<'u'>>)"
                + " WHERE p = 'one' AND s = 'a' AND n = 1 RETURNING ALL NEW *");
    assertEquals(n("2"), updated.items().getFirst().get("n"));
    assertEquals(2, attribute(updated.items().getFirst(), "l").l().size());
    assertEquals(List.of("v"), attribute(updated.items().getFirst(), "g").ss());
    assertEquals(
        List.of(item("n", n("2"), "l[1]", s("y"))),
        run("SELECT n, l[1] FROM $t WHERE p = ? AND begins_with(s, ?)", s("one"), s("a")).items());
    assertEquals(
        n("2"),
        run("DELETE FROM $t WHERE p = 'one' AND s = 'a' RETURNING ALL OLD *")
            .items()
            .getFirst()
            .get("n"));
    assertTrue(run("DELETE FROM $t WHERE p = 'one' AND s = 'a'").items().isEmpty());
    assertTrue(get(table, "p", s("one"), "s", s("a")).isEmpty());
  }

  @Test
  void refusesAsDocumented() {
    put(table, "p", s("there"), "s", s("a"), "n", n("1"));
    assertError(
        "DuplicateItemException",
        "Duplicate primary key exists in table",
        () -> run("INSERT INTO $t VALUE {'p': 'there', 's': 'a'}"));
    assertError(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        () -> run("UPDATE $t SET n = 2 WHERE p = 'not there' AND s = 'a'"));
    assertError(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        () -> run("DELETE FROM $t WHERE p = 'there' AND s = 'a' AND n = 2"));
    run("DELETE FROM $t WHERE p = 'not there' AND s = 'a' AND n = 2");
    assertError(
        "ValidationException",
        "Where clause does not contain a mandatory equality on all key attributes",
        () -> run("UPDATE $t SET n = 2 WHERE p = 'there'"));
    assertError(
        "ValidationException",
        "Statement wasn't well formed, can't be processed: Expected data manipulation",
        () -> run("SLECT * FROM $t"));
    assertError(
        "ResourceNotFoundException",
        "Requested resource not found",
        () -> run("SELECT * FROM \"nobody-made-this\" WHERE p = 'x'"));
  }

  @Test
  void pages() {
    for (int i = 0; i < 10; i++) {
      put(table, "p", s("pages" + i % 2), "s", s("" + i));
    }
    String statement =
        "SELECT s FROM \"" + table + "\" WHERE p IN ['pages0', 'pages1'] ORDER BY p DESC, s ASC";
    List<String> found = new ArrayList<>();
    String token = null;
    int requests = 0;
    do {
      String from = token;
      ExecuteStatementResponse page =
          client()
              .executeStatement(request -> request.statement(statement).limit(3).nextToken(from));
      page.items().forEach(row -> found.add(row.getOrDefault("s", s("")).s()));
      token = page.nextToken();
      requests++;
    } while (token != null);
    assertEquals(List.of("1", "3", "5", "7", "9", "0", "2", "4", "6", "8"), found);
    assertTrue(requests >= 4);
    ExecuteStatementResponse first =
        client().executeStatement(request -> request.statement(statement).limit(3));
    assertError(
        "ValidationException",
        "NextToken does not match request",
        () ->
            client()
                .executeStatement(
                    request ->
                        request
                            .statement("SELECT * FROM \"" + table + '"')
                            .nextToken(first.nextToken())));
  }

  @Test
  void batchesGoOnAfterAFault() {
    put(table, "p", s("batch"), "s", s("a"), "n", n("1"));
    List<BatchStatementResponse> reads =
        client()
            .batchExecuteStatement(
                batch ->
                    batch.statements(
                        member("SELECT n FROM $t WHERE p = ? AND s = ?", s("batch"), s("a")),
                        member("SELECT n FROM $t WHERE p = 'batch'"),
                        member("SELECT n FROM $t WHERE p = 'batch' AND s = 'none'")))
            .responses();
    assertEquals(item("n", n("1")), reads.getFirst().item());
    assertEquals(BatchStatementErrorCodeEnum.VALIDATION_ERROR, reads.get(1).error().code());
    assertFalse(reads.get(2).hasItem());
    var writes =
        client()
            .batchExecuteStatement(
                batch ->
                    batch
                        .statements(
                            member("INSERT INTO $t VALUE {'p': 'batch', 's': 'a'}"),
                            member("INSERT INTO $t VALUE {'p': 'batch', 's': 'b'}"))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
    assertEquals(
        BatchStatementErrorCodeEnum.DUPLICATE_ITEM, writes.responses().getFirst().error().code());
    assertEquals(table, writes.responses().get(1).tableName());
    assertEquals(1.0, writes.consumedCapacity().getFirst().capacityUnits());
    assertFalse(get(table, "p", s("batch"), "s", s("b")).isEmpty());
  }

  @Test
  void transactionsAreAllOrNothing() {
    put(table, "p", s("tx"), "s", s("a"), "n", n("1"));
    client()
        .executeTransaction(
            transaction(
                "UPDATE $t SET n = n + 1 WHERE p = 'tx' AND s = 'a'",
                "INSERT INTO $t VALUE {'p': 'tx', 's': 'b', 'n': 5}",
                "EXISTS(SELECT * FROM $t WHERE p = 'tx' AND s = 'c' AND n IS MISSING)"));
    List<Map<String, AttributeValue>> both =
        client()
            .executeTransaction(
                transaction(
                    "SELECT n FROM $t WHERE p = 'tx' AND s = 'a'",
                    "SELECT n FROM $t WHERE p = 'tx' AND s = 'b'"))
            .responses()
            .stream()
            .map(response -> response.item())
            .toList();
    assertEquals(List.of(item("n", n("2")), item("n", n("5"))), both);
    TransactionCanceledException cancelled =
        assertThrows(
            TransactionCanceledException.class,
            () ->
                client()
                    .executeTransaction(
                        transaction(
                            "UPDATE $t SET n = 9 WHERE p = 'tx' AND s = 'a'",
                            "INSERT INTO $t VALUE {'p': 'tx', 's': 'b'}",
                            "UPDATE $t SET n = 9 WHERE p = 'tx' AND s = 'none'")));
    assertEquals(
        List.of("None", "DuplicateItem", "ConditionalCheckFailed"),
        cancelled.cancellationReasons().stream().map(reason -> reason.code()).toList());
    assertEquals(n("2"), get(table, "p", s("tx"), "s", s("a")).get("n"));
  }
}
