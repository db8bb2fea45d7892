package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.storage.engine.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk fills up under a database that is being written to. */
class DiskFullTest {
  private static final Path ROOT = Path.of("/data");
  private static final int SHARDS = 2;
  private static final int BEFORE = 40;
  private static final int AFTER = 200;
  private static final Pattern FULL_ANSWER =
      Pattern.compile(
          "500 .*#InternalServerError\".*|503 .*#ServiceUnavailableException\".*", Pattern.DOTALL);

  private final long seed = Long.getLong("cairn.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final MemoryFileSystem files = new MemoryFileSystem();

  /** Written and answered; nothing of this may go. */
  private final Set<String> acknowledged = new LinkedHashSet<>();

  /** Answered with 503: never there. */
  private final Set<String> refused = new LinkedHashSet<>();

  /** How the database ends while the disk is full. */
  private enum End {
    STOPPED,
    POWER_CUT
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void nothingAcknowledgedIsLost(End end) throws IOException {
    try (Running running = open()) {
      running.createTable("orders");
      running.write("early", BEFORE);
      assertEquals(BEFORE, acknowledged.size());
      files.inject(
          new FileFault(files.operations() + 1 + random.nextInt(60), FileFault.Kind.NO_SPACE));
      running.write("late", AFTER);
      assertTrue(files.faultFired(), "seed " + seed);
      assertFalse(refused.isEmpty(), "seed " + seed);
      running.everyKindOfWriteIsRefused();
      running.requireWhatWasAnswered();
      if (end == End.POWER_CUT) {
        files.crash(seed);
      }
    }
    files.restart();
    try (Running running = open()) {
      running.requireWhatWasAnswered();
      running.requireIndexAsTable();
      running.write("again", BEFORE);
      running.requireWhatWasAnswered();
      running.requireIndexAsTable();
      running.createTable("more");
    }
  }

  /** A start writes, too: it fails and says why, and leaves the data as it is. */
  @Test
  void aStartWithoutSpaceChangesNothing() throws IOException {
    try (Running running = open()) {
      running.createTable("orders");
      running.write("early", BEFORE);
    }
    for (int step = 1; step < 60; step++) {
      files.inject(new FileFault(files.operations() + step, FileFault.Kind.NO_SPACE));
      try (Running running = open()) {
        running.requireWhatWasAnswered();
      } catch (IOException full) {
        String told = full + " " + full.getCause();
        assertTrue(told.contains("No space left on device"), told);
      }
      files.restart();
    }
    try (Running running = open()) {
      running.requireWhatWasAnswered();
      running.write("again", BEFORE);
      running.requireIndexAsTable();
    }
  }

  private Running open() throws IOException {
    StandaloneOptions options =
        new StandaloneOptions("localhost", 0, ROOT, false, Durability.SYNC, SHARDS);
    RandomSource randomness = RandomSource.seeded(random.nextLong());
    World world =
        new World(
            Clock.system(),
            randomness,
            new HybridClock(Clock.system(), 1, randomness),
            files,
            ROOT,
            Workers.platform("disk-full"));
    Database.Opened opened = Database.open(options, world);
    return new Running(opened.database(), opened.frontDoor());
  }

  /** A database that serves. */
  private final class Running implements AutoCloseable {
    private final Database database;
    private final FrontDoor door;

    Running(Database database, FrontDoor door) {
      this.database = database;
      this.door = door;
    }

    String call(String operation, String body) {
      Map<String, String> headers =
          Map.of(
              "content-type",
              "application/x-amz-json-1.0",
              "x-amz-date",
              "20260101T000000Z",
              "x-amz-target",
              "DynamoDB_20120810." + operation,
              "authorization",
              "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request,"
                  + " SignedHeaders=host;x-amz-date, Signature=s");
      byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      FrontDoorResponse response =
          door.handle(new FrontDoorRequest("POST", "/", headers::get, bytes))
              .orTimeout(60, TimeUnit.SECONDS)
              .join();
      return response.status() + " " + response.body();
    }

    void createTable(String name) {
      String answer =
          call(
              "CreateTable",
              "{'TableName':'%s','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
                      .formatted(name)
                  + "{'AttributeName':'a','AttributeType':'S'},"
                  + "{'AttributeName':'g','AttributeType':'S'}],"
                  + "'KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
                  + "'GlobalSecondaryIndexes':[{'IndexName':'byG',"
                  + "'KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
                  + "'Projection':{'ProjectionType':'ALL'}}]}");
      for (int i = 0; i < 100_000 && !answer.contains("\"TableStatus\":\"ACTIVE\""); i++) {
        answer = call("DescribeTable", "{'TableName':'%s'}".formatted(name));
      }
      assertTrue(answer.contains("\"TableStatus\":\"ACTIVE\""), answer);
    }

    void write(String prefix, int count) {
      for (int i = 0; i < count; i++) {
        String key = prefix + i;
        String answer =
            call(
                "PutItem",
                "{'TableName':'orders','Item':{'a':{'S':'%s'},'g':{'S':'all'}}}".formatted(key));
        if (answer.startsWith("200 ")) {
          acknowledged.add(key);
        } else {
          assertTrue(FULL_ANSWER.matcher(answer).matches(), answer + " seed " + seed);
          if (answer.startsWith("503 ")) { // of 500 nobody knows
            refused.add(key);
          }
        }
      }
    }

    void everyKindOfWriteIsRefused() {
      String put = "{'Put':{'TableName':'orders','Item':{'a':{'S':'%s'},'g':{'S':'all'}}}}";
      Map<String, String> writes =
          Map.of(
              "UpdateItem",
              "{'TableName':'orders','Key':{'a':{'S':'u'}},'UpdateExpression':'SET x = :x',"
                  + "'ExpressionAttributeValues':{':x':{'S':'x'}}}",
              "DeleteItem",
              "{'TableName':'orders','Key':{'a':{'S':'%s'}}}"
                  .formatted(acknowledged.iterator().next()),
              "BatchWriteItem",
              "{'RequestItems':{'orders':[{'PutRequest':{'Item':{'a':{'S':'b'}}}}]}}",
              "TransactWriteItems",
              "{'TransactItems':[" + put.formatted("t1") + "," + put.formatted("t2") + "]}");
      writes.forEach(
          (operation, body) -> {
            String answer = call(operation, body);
            assertTrue(
                FULL_ANSWER.matcher(answer).matches(), operation + ": " + answer + " seed " + seed);
          });
    }

    void requireWhatWasAnswered() {
      for (String key : acknowledged) {
        assertTrue(present(key), key + " is lost, seed " + seed);
      }
      for (String key : refused) {
        assertFalse(present(key), key + " was refused, seed " + seed);
      }
      assertTrue(call("DescribeTable", "{'TableName':'orders'}").startsWith("200 "));
      String scan = call("Scan", "{'TableName':'orders','ConsistentRead':true}");
      assertTrue(scan.startsWith("200 "), scan);
      for (String key : acknowledged) {
        assertTrue(scan.contains("{\"S\":\"" + key + "\"}"), key + " in " + scan);
      }
      assertTrue(
          call("ListTables", "{}").contains("\"orders\""), "the catalog is read, seed " + seed);
    }

    private boolean present(String key) {
      String answer =
          call(
              "GetItem",
              "{'TableName':'orders','ConsistentRead':true,'Key':{'a':{'S':'%s'}}}".formatted(key));
      assertTrue(answer.startsWith("200 "), answer + " seed " + seed);
      return answer.contains("\"Item\"");
    }

    void requireIndexAsTable() {
      String table = call("Scan", "{'TableName':'orders','Select':'COUNT'}");
      String index =
          call(
              "Query",
              "{'TableName':'orders','IndexName':'byG','Select':'COUNT',"
                  + "'KeyConditionExpression':'g = :g',"
                  + "'ExpressionAttributeValues':{':g':{'S':'all'}}}");
      assertEquals(table, index, "seed " + seed);
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
