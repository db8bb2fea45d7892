package io.cairndb.standalone;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Requests;
import io.cairndb.fuzz.Seeds;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.storage.engine.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A whole database in memory, from the front door to the engine and back: no request may end in an
 * internal error, or in none. Tables stay, items come and go.
 */
public final class DatabaseTarget implements FuzzTarget {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TABLE =
      "{'TableName':'sweep-items',"
          + "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},"
          + "{'AttributeName':'s','AttributeType':'N'},{'AttributeName':'k','AttributeType':'S'},"
          + "{'AttributeName':'r','AttributeType':'N'}],'BillingMode':'PAY_PER_REQUEST',"
          + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
          + "{'AttributeName':'s','KeyType':'RANGE'}],"
          + "'GlobalSecondaryIndexes':[{'IndexName':'sweep-global','KeySchema':"
          + "[{'AttributeName':'k','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],"
          + "'Projection':{'ProjectionType':'ALL'}}],"
          + "'LocalSecondaryIndexes':[{'IndexName':'sweep-local','KeySchema':"
          + "[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],"
          + "'Projection':{'ProjectionType':'KEYS_ONLY'}}]}";

  private final List<String> operations = Requests.operationsOnData();
  private @Nullable FrontDoor frontDoor;

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (Map.Entry<String, String> example : Requests.examples()) {
      int operation = operations.indexOf(example.getKey());
      if (operation >= 0) {
        seeds.add(Seeds.selecting(operation, example.getValue()));
      }
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String operation = operations.get(Math.floorMod(input[0], operations.size()));
    FrontDoorResponse response =
        send(
            Objects.requireNonNull(frontDoor),
            operation,
            Arrays.copyOfRange(input, 1, input.length));
    Check.that(
        response.status() == 200 || response.status() == 400,
        operation + ": " + response.status() + " " + response.body());
  }

  /** The database is closed with the process. */
  @Override
  public void prepare() throws IOException {
    StandaloneOptions options =
        new StandaloneOptions("localhost", 0, Path.of("unused"), true, Durability.SYNC, 2);
    FrontDoor open = Database.open(options).frontDoor();
    byte[] table = TABLE.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    for (String operation : List.of("CreateTable", "DescribeTable")) {
      FrontDoorResponse response = send(open, operation, table);
      Check.that(response.status() == 200, operation + ": " + response.body());
    }
    frontDoor = open;
  }

  private static FrontDoorResponse send(FrontDoor door, String operation, byte[] body) {
    Map<String, String> headers =
        Map.of(
            "content-type",
            "application/x-amz-json-1.0",
            "x-amz-date",
            "20260101T000000Z",
            "x-amz-target",
            Requests.targetOf(operation),
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request,"
                + " SignedHeaders=host;x-amz-date, Signature="
                + "0".repeat(64));
    CompletableFuture<FrontDoorResponse> answer =
        door.handle(new FrontDoorRequest("POST", "/", headers::get, body));
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
