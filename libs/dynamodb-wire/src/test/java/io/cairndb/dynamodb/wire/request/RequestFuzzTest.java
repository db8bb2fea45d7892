package io.cairndb.dynamodb.wire.request;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated bodies end in a request or in one of DynamoDB's errors, never in anything
 * else, and the reader is as good as new for the next.
 */
class RequestFuzzTest {
  private static final int ROUNDS = 60_000;
  private static final String[] FRAGMENTS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "1",
    "-1.5e3",
    "\"S\"",
    "\"N\"",
    "\"M\"",
    "\"L\"",
    "\"SS\"",
    "\"a\"",
    "\\u0000",
    "\\ud83d",
    "{\"S\":\"x\"}",
    "{\"L\":[",
    "é",
    "\u0000"
  };
  private static final String[] SEEDS = {
    "{'TableName':'abc','Item':{'a':{'S':'x'},'b':{'N':'1.5'},'c':{'M':{'d':{'L':["
        + "{'B':'YQ=='},{'SS':['é','\\u20ac']},{'NULL':true}]}}}},'ConditionExpression':'a',"
        + "'ExpressionAttributeValues':{':a':{'S':'x'}}}",
    "{'TableName':'abc','Key':{'a':{'S':'x'}},'ReturnValues':'ALL_NEW','Limit':5,"
        + "'Expected':{'a':{'Value':{'S':'x'},'Exists':true}}}",
    "{'RequestItems':{'abc':[{'PutRequest':{'Item':{'a':{'S':'x'}}}},"
        + "{'DeleteRequest':{'Key':{'a':{'S':'x'}}}}],'abd':{'Keys':[{}]}}}",
    "{'TransactItems':[{'Put':{'TableName':'abc','Item':{}}},{'Get':{'Key':{},"
        + "'TableName':'abc'}},{'Update':{}}]}",
    "{'TableName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
        + "'GlobalSecondaryIndexes':[{'IndexName':'i','Projection':{'ProjectionType':'ALL',"
        + "'NonKeyAttributes':[]}}],'ProvisionedThroughput':{'ReadCapacityUnits':1.5}}"
  };

  @Test
  void onlyErrorsOfTheServiceComeOut() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("RequestFuzzTest: rerun with -Dcairn.seed=" + seed);
    Random random = new Random(seed);
    List<Function<byte[], Record>> parsers = new ArrayList<>(RequestParsers.BY_OPERATION.values());
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = mutate(json(SEEDS[random.nextInt(SEEDS.length)]), random);
      try {
        if (parsers.get(random.nextInt(parsers.size())).apply(body).hashCode() != 0) {
          accepted++;
        }
      } catch (DynamoDbException expected) {
        assertTrue(
            expected.getMessage() == null || expected.getMessage().length() < 100_000,
            "a bounded message");
      }
    }
    assertTrue(accepted > ROUNDS / 1000, "accepted: " + accepted);
  }

  @Test
  void answersStaySmallHoweverLargeTheRequest() {
    String name = "n".repeat(1 << 20);
    byte[] body =
        ("{'TableName':'" + name + "','ReturnValues':'" + name + "'}")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    DynamoDbException refused =
        assertThrows(DynamoDbException.class, () -> PutItemRequest.parse(body));
    assertTrue(String.valueOf(refused.getMessage()).length() < 100_000);
  }

  @Test
  void everyPrefixOfARequestIsMalformed() {
    for (String seed : SEEDS) {
      byte[] whole = json(seed).getBytes(StandardCharsets.UTF_8);
      for (Function<byte[], Record> parser : RequestParsers.BY_OPERATION.values()) {
        for (int length = 0; length < whole.length; length += 7) {
          byte[] prefix = Arrays.copyOf(whole, length);
          try {
            throw new AssertionError("accepted as " + parser.apply(prefix));
          } catch (DynamoDbException expected) {
            // As it should be.
          }
        }
      }
    }
  }

  private static String json(String seed) {
    return seed.replace('\'', '"');
  }

  private static byte[] mutate(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
        case 2 -> {
          int end = Math.min(text.length(), at + random.nextInt(60));
          text.insert(random.nextInt(text.length()), text.substring(at, end));
        }
        default -> text.setCharAt(at, (char) random.nextInt(0x100));
      }
      if (text.isEmpty()) {
        text.append("{}");
      }
    }
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    return body;
  }
}
