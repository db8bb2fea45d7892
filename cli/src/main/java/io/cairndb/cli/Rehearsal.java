package io.cairndb.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The work a start-up cache is trained on: requests of each common kind, so that their classes are
 * in the cache, then the most common ones under load, so that the cache knows which branches they
 * take and a new process compiles them well from the first seconds on.
 */
final class Rehearsal {
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
          + "SignedHeaders=host;x-amz-date;x-amz-target, Signature="
          + "0".repeat(64);
  private static final int DESCRIBE_ATTEMPTS = 10_000;
  private static final int LOADERS = 16;
  private static final int ROUNDS = 1_000;

  /** Fewer than puts, so that items are written over, and read from memory and from tables. */
  private static final int KEYS = 3_000;

  private static final Duration LOAD_TIME_MAX = Duration.ofSeconds(8);
  private static final String TEXT = "0123456789".repeat(96);

  private Rehearsal() {}

  static void run(URI endpoint) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      send(
          client,
          endpoint,
          "CreateTable",
          """
          {"TableName":"rehearsal","BillingMode":"PAY_PER_REQUEST",
           "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
           "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}""");
      awaitActive(client, endpoint);
      String key = "{\"pk\":{\"S\":\"a\"}}";
      for (int i = 0; i < 50; i++) {
        send(
            client,
            endpoint,
            "PutItem",
            """
            {"TableName":"rehearsal",
             "Item":{"pk":{"S":"a"},"n":{"N":"1"},"l":{"L":[{"BOOL":true}]}},
             "ConditionExpression":"attribute_not_exists(pk) OR n = :one",
             "ExpressionAttributeValues":{":one":{"N":"1"}}}""");
        send(client, endpoint, "GetItem", "{\"TableName\":\"rehearsal\",\"Key\":" + key + "}");
        send(
            client,
            endpoint,
            "UpdateItem",
            """
            {"TableName":"rehearsal","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET n = :one",
             "ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":"ALL_NEW"}""");
        send(
            client,
            endpoint,
            "Query",
            """
            {"TableName":"rehearsal","KeyConditionExpression":"pk = :a",
             "ExpressionAttributeValues":{":a":{"S":"a"}}}""");
        send(client, endpoint, "Scan", "{\"TableName\":\"rehearsal\"}");
      }
      load(client, endpoint);
      send(client, endpoint, "DeleteItem", "{\"TableName\":\"rehearsal\",\"Key\":" + key + "}");
      send(client, endpoint, "ListTables", "{}");
    }
    commands(endpoint);
  }

  private static void load(HttpClient client, URI endpoint)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LOAD_TIME_MAX.toNanos();
    List<Future<Void>> loaders = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < LOADERS; i++) {
        int loader = i;
        loaders.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
                    putAndGet(client, endpoint, (loader * ROUNDS + round) % KEYS);
                  }
                  return null;
                }));
      }
    }
    for (Future<Void> loader : loaders) {
      if (loader.state() == Future.State.FAILED) {
        throw new IOException("the rehearsal's load failed", loader.exceptionNow());
      }
    }
  }

  private static void putAndGet(HttpClient client, URI endpoint, int number)
      throws IOException, InterruptedException {
    String key = "{\"pk\":{\"S\":\"load-%d\"}".formatted(number);
    String item = key + ",\"n\":{\"N\":\"1\"},\"text\":{\"S\":\"" + TEXT + "\"}}";
    send(client, endpoint, "PutItem", "{\"TableName\":\"rehearsal\",\"Item\":" + item + "}");
    send(client, endpoint, "GetItem", "{\"TableName\":\"rehearsal\",\"Key\":" + key + "}}");
  }

  /** The commands people use most, so that they start quickly too. */
  private static void commands(URI endpoint) throws IOException {
    for (String[] arguments :
        new String[][] {
          {"table", "list"},
          {"table", "describe", "rehearsal"},
          {"item", "put", "rehearsal", "{\"pk\":\"a\",\"n\":1.5,\"s\":{\"$ss\":[\"x\"]}}"},
          {"item", "get", "rehearsal", "a"},
          {"query", "rehearsal", "pk = 'a'", "--filter", "n > 1"},
          {"scan", "rehearsal", "--json"},
          {"status"}
        }) {
      String[] all = Arrays.copyOf(arguments, arguments.length + 2);
      all[arguments.length] = "--endpoint";
      all[arguments.length + 1] = endpoint.toString();
      if (Cairn.run(all) != 0) {
        throw new IOException("the rehearsal of " + String.join(" ", arguments) + " failed");
      }
    }
  }

  private static void awaitActive(HttpClient client, URI endpoint)
      throws IOException, InterruptedException {
    for (int i = 0; i < DESCRIBE_ATTEMPTS; i++) {
      if (send(client, endpoint, "DescribeTable", "{\"TableName\":\"rehearsal\"}")
          .contains("ACTIVE")) {
        return;
      }
    }
    throw new IOException("the rehearsal's table did not become active");
  }

  private static String send(HttpClient client, URI endpoint, String operation, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Authorization", AUTHORIZATION)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          operation + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}
