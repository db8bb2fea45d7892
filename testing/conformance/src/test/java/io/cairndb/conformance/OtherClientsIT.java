package io.cairndb.conformance;

import static io.cairndb.conformance.Sdk.item;
import static io.cairndb.conformance.Sdk.n;
import static io.cairndb.conformance.Sdk.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** The asynchronous client, many requests at a time, and the enhanced client. */
final class OtherClientsIT {
  @Test
  void asynchronousClientRunsManyRequestsAtOnce() {
    String table = Sdk.table();
    try (DynamoDbAsyncClient client = Sdk.asyncClient()) {
      List<CompletableFuture<PutItemResponse>> puts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String id = "async" + i;
        puts.add(client.putItem(put -> put.tableName(table).item(item("p", s(id)))));
      }
      puts.forEach(CompletableFuture::join);
      assertEquals(200, client.scan(scan -> scan.tableName(table)).join().count());
      List<CompletableFuture<?>> increments = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        increments.add(
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("p", s("counter")))
                        .updateExpression("ADD hits :one")
                        .expressionAttributeValues(item(":one", n("1")))
                        .returnValues(ReturnValue.NONE)));
      }
      increments.forEach(CompletableFuture::join);
      assertEquals(n("40"), Sdk.get(table, "p", s("counter")).get("hits"));
    }
  }

  @Test
  void enhancedClientMapsBeans() {
    DynamoDbEnhancedClient enhanced =
        DynamoDbEnhancedClient.builder().dynamoDbClient(Sdk.client()).build();
    DynamoDbTable<Stone> stones =
        enhanced.table(Sdk.freshName(), TableSchema.fromBean(Stone.class));
    stones.createTable();
    Sdk.waiter().waitUntilTableExists(request -> request.tableName(stones.tableName()));
    Stone stone = Stone.of("granite", 3, "alps", List.of("grey", "old"));
    stones.putItem(stone);
    assertEquals(stone.getMarks(), stones.getItem(stone).getMarks());
    stone.setPlace("andes");
    assertEquals("andes", stones.updateItem(stone).getPlace());
    assertThrows(
        ConditionalCheckFailedException.class,
        () ->
            stones.putItem(
                put ->
                    put.item(stone)
                        .conditionExpression(
                            Expression.builder()
                                .expression("attribute_not_exists(kind)")
                                .build())));
    WriteBatch batch =
        WriteBatch.builder(Stone.class)
            .mappedTableResource(stones)
            .addPutItem(Stone.of("granite", 1, "andes", List.of()))
            .addPutItem(Stone.of("granite", 2, "alps", List.of()))
            .build();
    enhanced.batchWriteItem(BatchWriteItemEnhancedRequest.builder().writeBatches(batch).build());
    assertEquals(
        List.of(1, 2, 3),
        stones
            .query(QueryConditional.keyEqualTo(key -> key.partitionValue("granite")))
            .items()
            .stream()
            .map(Stone::getLayer)
            .toList());
    enhanced.transactWriteItems(
        transact ->
            transact
                .addDeleteItem(stones, Key.builder().partitionValue("granite").sortValue(1).build())
                .addPutItem(stones, Stone.of("basalt", 1, "iceland", List.of())));
    assertNull(stones.getItem(Stone.of("granite", 1, "", List.of())));
    Sdk.eventually(
        "index",
        () ->
            stones
                    .index("byPlace")
                    .query(QueryConditional.keyEqualTo(key -> key.partitionValue("iceland")))
                    .stream()
                    .mapToLong(page -> page.items().size())
                    .sum()
                == 1);
  }

  /** An item as the enhanced client sees it. */
  @DynamoDbBean
  @org.jspecify.annotations.NullUnmarked // a bean is filled by its setters
  public static final class Stone {
    private String kind;
    private int layer;
    private String place;
    private List<String> marks;

    static Stone of(String kind, int layer, String place, List<String> marks) {
      Stone stone = new Stone();
      stone.setKind(kind);
      stone.setLayer(layer);
      stone.setPlace(place);
      stone.setMarks(marks);
      return stone;
    }

    /** The partition key. */
    @DynamoDbPartitionKey
    public String getKind() {
      return kind;
    }

    /** Sets the partition key. */
    public void setKind(String kind) {
      this.kind = kind;
    }

    /** The sort key. */
    @DynamoDbSortKey
    public int getLayer() {
      return layer;
    }

    /** Sets the sort key. */
    public void setLayer(int layer) {
      this.layer = layer;
    }

    /** The key of the index. */
    @DynamoDbSecondaryPartitionKey(indexNames = "byPlace")
    public String getPlace() {
      return place;
    }

    /** Sets the key of the index. */
    public void setPlace(String place) {
      this.place = place;
    }

    /** Anything else. */
    @DynamoDbAttribute("marks")
    public List<String> getMarks() {
      return marks;
    }

    /** Sets anything else. */
    public void setMarks(List<String> marks) {
      this.marks = marks;
    }
  }
}
