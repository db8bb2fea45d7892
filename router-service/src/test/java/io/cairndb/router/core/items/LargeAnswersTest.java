package io.cairndb.router.core.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that reach a limit of size: pages of 1 MB, batches of 16 MB. */
class LargeAnswersTest {
  private static final Pattern KEY = Pattern.compile("\"b\":\\{\"S\":\"(\\d+)\"}");
  private static final Pattern NEXT = Pattern.compile("\"LastEvaluatedKey\":(\\{.*?}})");
  private static final Pattern LEFT = Pattern.compile("\"UnprocessedKeys\":(\\{.*})}$");

  private final ItemsFixture fixture = new ItemsFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private void put(String partition, int sort, int bytes) {
    String answer =
        fixture.call(
            "PutItem",
            "{\"TableName\":\"range\",\"Item\":{\"a\":{\"S\":\""
                + partition
                + "\"},\"b\":{\"S\":\""
                + sort
                + "\"},\"v\":{\"S\":\""
                + "v".repeat(bytes)
                + "\"}}}");
    assertEquals("200 {}", answer);
  }

  /** Reads page after page and returns how many items each had. */
  private List<Integer> pages(String operation, String request) {
    List<Integer> sizes = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    String start = "";
    while (start != null) {
      String answer = fixture.call(operation, "{" + request + start + "}");
      assertTrue(answer.startsWith("200 "), answer);
      Matcher next = NEXT.matcher(answer);
      String items = answer;
      start = null;
      if (next.find()) {
        start = ",\"ExclusiveStartKey\":" + next.group(1);
        items = answer.substring(0, next.start());
      }
      int size = 0;
      Matcher key = KEY.matcher(items);
      while (key.find()) {
        assertTrue(seen.add(key.group(1)), "read twice: " + key.group(1));
        size++;
      }
      sizes.add(size);
    }
    return sizes;
  }

  @Test
  void itemsReadInATransactionHaveFourMegabytesTogether() {
    StringBuilder gets = new StringBuilder();
    for (int i = 10; i < 21; i++) {
      put("t", i, 400_000);
      gets.append(
          ("%s{\"Get\":{\"TableName\":\"range\",\"ProjectionExpression\":\"b\","
                  + "\"Key\":{\"a\":{\"S\":\"t\"},\"b\":{\"S\":\"%d\"}}}}")
              .formatted(i == 10 ? "" : ",", i));
      String answer = fixture.call("TransactGetItems", "{\"TransactItems\":[" + gets + "]}");
      if (i < 20) {
        assertTrue(answer.startsWith("200 "), answer);
      } else {
        assertTrue(answer.startsWith("400 "), answer);
        assertTrue(answer.contains("ValidationException"), answer);
        assertTrue(answer.contains("exceeding the 4MB limit"), answer);
      }
    }
  }

  @Test
  void aPageEndsWithTheItemThatPassesOneMegabyte() {
    for (int i = 10; i < 20; i++) {
      put("p", i, 300_000);
    }
    String query =
        "\"TableName\":\"range\",\"KeyConditionExpression\":\"a = :a\","
            + "\"ExpressionAttributeValues\":{\":a\":{\"S\":\"p\"}},"
            + "\"ProjectionExpression\":\"b\"";
    assertEquals(List.of(4, 4, 2), pages("Query", query));
    assertEquals(
        List.of(4, 4, 2), pages("Scan", "\"TableName\":\"range\",\"ProjectionExpression\":\"b\""));
  }

  @Test
  void aScanGoesOnOverPartitionsWithoutLosingOrRepeating() {
    int items = 0;
    for (int p = 0; p < 12; p++) {
      for (int i = 0; i < 3; i++) {
        put("p" + p, 100 + items++, 90_000);
      }
    }
    String scan = "\"TableName\":\"range\",\"ProjectionExpression\":\"b\"";
    assertEquals(items, pages("Scan", scan).stream().mapToInt(Integer::intValue).sum());
    String limited = scan + ",\"Limit\":5";
    assertEquals(items, pages("Scan", limited).stream().mapToInt(Integer::intValue).sum());
    int inSegments = 0;
    for (int segment = 0; segment < 5; segment++) {
      String part = limited + ",\"TotalSegments\":5,\"Segment\":" + segment;
      inSegments += pages("Scan", part).stream().mapToInt(Integer::intValue).sum();
    }
    assertEquals(items, inSegments);
  }

  @Test
  void aBatchBeyondSixteenMegabytesGivesKeysBack() {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      put("p", i, 390_000);
      keys.append(i == 0 ? "" : ",");
      keys.append("{\"a\":{\"S\":\"p\"},\"b\":{\"S\":\"").append(i).append("\"}}");
    }
    String answer =
        fixture.call(
            "BatchGetItem",
            "{\"RequestItems\":{\"range\":{\"Keys\":["
                + keys
                + "],\"ProjectionExpression\":\"b\"}}}");
    Matcher left = LEFT.matcher(answer);
    assertTrue(left.find());
    assertEquals(43, KEY.matcher(answer.substring(0, left.start())).results().count());
    assertEquals(7, KEY.matcher(left.group(1)).results().count());
    String rest = fixture.call("BatchGetItem", "{\"RequestItems\":" + left.group(1) + "}");
    assertTrue(rest.endsWith("\"UnprocessedKeys\":{}}"), "the rest fits");
    assertEquals(7, KEY.matcher(rest).results().count());
  }

  @Test
  void aRepeatedTransactionMayOrderItsAttributesAnew() {
    String first =
        "{\"ClientRequestToken\":\"t\",\"TransactItems\":[{\"Put\":{\"TableName\":\"hash\","
            + "\"Item\":{\"a\":{\"S\":\"k\"},\"m\":{\"M\":{\"x\":{\"N\":\"1\"},\"y\":{\"SS\":"
            + "[\"p\",\"q\"]}}}}}}]}";
    String again =
        "{\"ClientRequestToken\":\"t\",\"TransactItems\":[{\"Put\":{\"TableName\":\"hash\","
            + "\"Item\":{\"m\":{\"M\":{\"y\":{\"SS\":[\"q\",\"p\"]},\"x\":{\"N\":\"1.0\"}}},"
            + "\"a\":{\"S\":\"k\"}}}}]}";
    assertEquals("200 {}", fixture.call("TransactWriteItems", first));
    assertEquals("200 {}", fixture.call("TransactWriteItems", again));
    String other = again.replace("1.0", "2");
    assertTrue(
        fixture.call("TransactWriteItems", other).contains("IdempotentParameterMismatchException"));
  }
}
