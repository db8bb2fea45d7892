package io.cairndb.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.reference.process.CairnTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** The clients of all tests, on one server, and shorthand for values, keys and tables. */
final class Sdk {
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("cairn", "cairn"));
  private static final AtomicInteger TABLES = new AtomicInteger();

  private Sdk() {}

  /** Started by the first test that needs it; ends with the JVM. */
  private static final class Shared {
    static final URI ADDRESS = address();
    static final DynamoDbClient CLIENT =
        DynamoDbClient.builder()
            .endpointOverride(ADDRESS)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .overrideConfiguration(noRetries())
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    @SuppressWarnings("MustBeClosed") // closed by the shutdown hook of the process
    private static URI address() {
      CairnTarget target = CairnTarget.open();
      Runtime.getRuntime().addShutdownHook(new Thread(target::close));
      return target.address();
    }
  }

  private static ClientOverrideConfiguration noRetries() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(builder -> builder.maxAttempts(1))
        .apiCallTimeout(Duration.ofSeconds(30))
        .build();
  }

  static DynamoDbClient client() {
    return Shared.CLIENT;
  }

  static DynamoDbAsyncClient asyncClient() {
    return DynamoDbAsyncClient.builder()
        .endpointOverride(Shared.ADDRESS)
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .overrideConfiguration(noRetries())
        .build();
  }

  static DynamoDbStreamsClient streams() {
    return DynamoDbStreamsClient.builder()
        .endpointOverride(Shared.ADDRESS)
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .overrideConfiguration(noRetries())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue n(String value) {
    return AttributeValue.fromN(value);
  }

  /** A map of alternating names and values. */
  static Map<String, AttributeValue> item(Object... namesAndValues) {
    Map<String, AttributeValue> result = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      result.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
    }
    return result;
  }

  /** A table name nobody used before. */
  static String freshName() {
    return "conformance-" + Long.toString(System.nanoTime(), 36) + TABLES.incrementAndGet();
  }

  /** Creates a table on demand with string partition key {@code p}. */
  static String table() {
    return table(List.of("p:S"), builder -> {});
  }

  /** Creates a table; attributes are {@code name:type}, the keys among them {@code p} and s. */
  static String table(List<String> attributes, Consumer<CreateTableRequest.Builder> more) {
    String name = freshName();
    List<AttributeDefinition> definitions = new ArrayList<>();
    List<KeySchemaElement> keys = new ArrayList<>();
    for (String attribute : attributes) {
      String attributeName = attribute.substring(0, attribute.indexOf(':'));
      String type = attribute.substring(attribute.indexOf(':') + 1);
      definitions.add(
          AttributeDefinition.builder()
              .attributeName(attributeName)
              .attributeType(ScalarAttributeType.fromValue(type))
              .build());
      if (attributeName.equals("p") || attributeName.equals("s")) {
        keys.add(key(attributeName, attributeName.equals("p") ? KeyType.HASH : KeyType.RANGE));
      }
    }
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(definitions)
            .keySchema(keys);
    more.accept(request);
    client().createTable(request.build());
    waiter().waitUntilTableExists(describe -> describe.tableName(name));
    return name;
  }

  /** The SDK's waiter, which by itself looks again after twenty seconds only. */
  static DynamoDbWaiter waiter() {
    return DynamoDbWaiter.builder()
        .client(client())
        .overrideConfiguration(
            config ->
                config
                    .maxAttempts(1_000)
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(50))))
        .build();
  }

  static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static void put(String table, Object... namesAndValues) {
    client().putItem(put -> put.tableName(table).item(item(namesAndValues)));
  }

  static Map<String, AttributeValue> get(String table, Object... key) {
    return client().getItem(get -> get.tableName(table).key(item(key)).consistentRead(true)).item();
  }

  /** An attribute that the item must have. */
  static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), () -> "no " + name + " in " + item);
  }

  /** Expects an error of that code whose message contains the text. */
  static void assertError(String code, String message, Executable call) {
    DynamoDbException error = assertThrows(DynamoDbException.class, call);
    assertEquals(code, error.awsErrorDetails().errorCode(), error.getMessage());
    if (!error.awsErrorDetails().errorMessage().contains(message)) {
      assertEquals(message, error.awsErrorDetails().errorMessage());
    }
  }

  /** Waits until the condition holds, at most a minute and a half. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
