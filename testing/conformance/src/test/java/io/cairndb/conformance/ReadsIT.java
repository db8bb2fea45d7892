package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.assertError;
import static io.cairndb.conformance.Sdk.attribute;
import static io.cairndb.conformance.Sdk.client;
import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.key;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.put;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Query and Scan over a table, a local and a global index. */
final class ReadsIT {
  private final String table =
      Sdk.table(
          List.of("p:S", "s:N", "k:S", "r:N"),
          create ->
              create
                  .localSecondaryIndexes(
                      index ->
                          index
                              .indexName("byRank")
                              .keySchema(key("p", KeyType.HASH), key("r", KeyType.RANGE))
                              .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY)))
                  .globalSecondaryIndexes(
                      index ->
                          index
                              .indexName("byKind")
                              .keySchema(key("k", KeyType.HASH), key("r", KeyType.RANGE))
                              .projection(
                                  p ->
                                      p.projectionType(ProjectionType.INCLUDE)
                                          .nonKeyAttributes("kept"))));

  private void fill() {
    for (int i = 0; i < 20; i++) {
      put(
          table,
          "p",
          s("p" + i % 2),
          "s",
          n("" + i),
          "k",
          s("k" + i % 3),
          "r",
          n("" + (100 - i)),
          "kept",
          s("v" + i),
          "other",
          s("w" + i));
    }
  }

  private static List<String> numbers(QueryResponse response, String name) {
    return response.items().stream().map(one -> attribute(one, name).n()).toList();
  }

  @Test
  void queriesInBothDirections() {
    fill();
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("p = :p AND s BETWEEN :a AND :b")
            .expressionAttributeValues(item(":p", s("p0"), ":a", n("4"), ":b", n("10")))
            .build();
    assertEquals(List.of("4", "6", "8", "10"), numbers(client().query(query), "s"));
    assertEquals(
        List.of("10", "8", "6", "4"),
        numbers(client().query(query.toBuilder().scanIndexForward(false).build()), "s"));
  }

  @Test
  void pagesByLimitAndFilters() {
    fill();
    List<String> seen = new ArrayList<>();
    for (QueryResponse page :
        client()
            .queryPaginator(
                query ->
                    query
                        .tableName(table)
                        .keyConditionExpression("p = :p")
                        .filterExpression("begins_with(kept, :v1)")
                        .expressionAttributeValues(item(":p", s("p1"), ":v1", s("v1")))
                        .limit(3))) {
      assertTrue(page.scannedCount() <= 3);
      seen.addAll(numbers(page, "s"));
    }
    assertEquals(List.of("1", "11", "13", "15", "17", "19"), seen);
  }

  @Test
  void pagesByMegabyte() {
    for (int i = 0; i < 6; i++) {
      put(table, "p", s("big"), "s", n("" + i), "pad", s("x".repeat(300_000)));
    }
    QueryResponse first =
        client()
            .query(
                query ->
                    query
                        .tableName(table)
                        .keyConditionExpression("p = :p")
                        .expressionAttributeValues(item(":p", s("big"))));
    assertTrue(first.hasLastEvaluatedKey() && first.count() < 6, "count " + first.count());
    assertEquals(
        6,
        client()
            .queryPaginator(
                query ->
                    query
                        .tableName(table)
                        .keyConditionExpression("p = :p")
                        .expressionAttributeValues(item(":p", s("big"))))
            .items()
            .stream()
            .count());
  }

  @Test
  void readsLocalIndex() {
    fill();
    QueryResponse keys =
        client()
            .query(
                query ->
                    query
                        .tableName(table)
                        .indexName("byRank")
                        .consistentRead(true)
                        .keyConditionExpression("p = :p AND r < :r")
                        .expressionAttributeValues(item(":p", s("p0"), ":r", n("87"))));
    assertEquals(List.of("18", "16", "14"), numbers(keys, "s"));
    assertFalse(keys.items().getFirst().containsKey("kept"));
    QueryResponse whole =
        client()
            .query(
                query ->
                    query
                        .tableName(table)
                        .indexName("byRank")
                        .select(Select.ALL_ATTRIBUTES)
                        .keyConditionExpression("p = :p")
                        .expressionAttributeValues(item(":p", s("p0"))));
    assertEquals("w18", attribute(whole.items().getFirst(), "other").s());
  }

  @Test
  void readsGlobalIndex() {
    fill();
    Sdk.eventually("index caught up", () -> kindQuery().count() == 7);
    assertEquals(List.of("82", "85", "88", "91", "94", "97", "100"), numbers(kindQuery(), "r"));
    assertEquals(Set.of("p", "s", "k", "r", "kept"), kindQuery().items().getFirst().keySet());
    assertError(
        "ValidationException",
        "Consistent reads are not supported on global secondary indexes",
        () ->
            client()
                .query(
                    query ->
                        query
                            .tableName(table)
                            .indexName("byKind")
                            .consistentRead(true)
                            .keyConditionExpression("k = :k")
                            .expressionAttributeValues(item(":k", s("k0")))));
  }

  private QueryResponse kindQuery() {
    return client()
        .query(
            query ->
                query
                    .tableName(table)
                    .indexName("byKind")
                    .keyConditionExpression("k = :k")
                    .expressionAttributeValues(item(":k", s("k0"))));
  }

  @Test
  void scansInParallelSegments() {
    fill();
    Set<String> seen = new HashSet<>();
    int total = 0;
    for (int segment = 0; segment < 4; segment++) {
      int number = segment;
      List<String> part =
          client()
              .scanPaginator(
                  scan -> scan.tableName(table).segment(number).totalSegments(4).limit(2))
              .items()
              .stream()
              .map(one -> attribute(one, "s").n())
              .collect(Collectors.toList());
      total += part.size();
      seen.addAll(part);
    }
    assertEquals(20, total);
    assertEquals(20, seen.size());
  }

  @Test
  void countsWithoutItems() {
    fill();
    var response =
        client()
            .scan(
                scan ->
                    scan.tableName(table)
                        .select(Select.COUNT)
                        .filterExpression("r > :r")
                        .expressionAttributeValues(item(":r", n("90"))));
    assertEquals(10, response.count());
    assertEquals(20, response.scannedCount());
    assertFalse(response.hasItems());
  }
}
