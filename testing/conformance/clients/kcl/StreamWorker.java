import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/**
 * {@code java StreamWorker.java ENDPOINT}: follows a table's stream with the Kinesis Client Library
 * and Amazon's adapter, stops the worker, and lets another one go on from the lease table. Every
 * record must come, in the order of each key, and the second worker must not begin again.
 */
public final class StreamWorker {
  private static final int WRITES = 100;
  private static final int KEYS = 10;
  private static final long PATIENCE = Duration.ofMinutes(3).toNanos();

  private final URI endpoint;
  private final StaticCredentialsProvider credentials =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("cairn", "cairn"));
  private final DynamoDbClient items;
  private final DynamoDbAsyncClient leases;
  private final String table = "kcl-" + System.currentTimeMillis();

  private StreamWorker(URI endpoint) {
    this.endpoint = endpoint;
    this.items =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
    this.leases =
        DynamoDbAsyncClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
  }

  public static void main(String[] arguments) {
    try {
      new StreamWorker(URI.create(arguments[0])).check();
      System.out.println("Kinesis Client Library with DynamoDB Streams adapter: all checks passed");
      System.exit(0); // its threads would go on
    } catch (Throwable failed) {
      failed.printStackTrace();
      System.exit(1);
    }
  }

  private void check() throws Exception {
    String stream = createTable();
    write(0, WRITES);
    Seen first = new Seen(WRITES);
    follow(stream, "first", first);
    require(first.restartedAt.values().stream().allMatch("TRIM_HORIZON"::equals), first.toString());
    first.requireInOrder(0, WRITES);

    // Nobody follows while these are written.
    write(WRITES, 2 * WRITES);
    Seen second = new Seen(WRITES);
    follow(stream, "second", second);
    require(
        second.restartedAt.values().stream().anyMatch(at -> !at.equals("TRIM_HORIZON")),
        "the second worker found no checkpoint: " + second.restartedAt);
    second.requireInOrder(WRITES, 2 * WRITES);
    require(
        first.restartedAt.keySet().equals(second.restartedAt.keySet()),
        first.restartedAt + " and " + second.restartedAt);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  @SuppressWarnings("unchecked")
  private String createTable() {
    items.createTable(
        create ->
            create
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    a -> a.attributeName("key").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("key").keyType(KeyType.HASH))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    items.waiter().waitUntilTableExists(describe -> describe.tableName(table));
    return items.describeTable(describe -> describe.tableName(table)).table().latestStreamArn();
  }

  private void write(int from, int to) {
    for (int i = from; i < to; i++) {
      AttributeValue value = AttributeValue.fromN(Integer.toString(i));
      AttributeValue key = AttributeValue.fromS("key" + i % KEYS);
      items.putItem(put -> put.tableName(table).item(Map.of("key", key, "value", value)));
    }
  }

  /** Runs a worker until it has seen all records, then stops it in good order. */
  private void follow(String stream, String worker, Seen seen) throws Exception {
    Scheduler scheduler = scheduler(stream, worker, seen);
    Thread thread = new Thread(scheduler, worker);
    thread.setDaemon(true);
    long began = System.nanoTime();
    thread.start();
    require(seen.all.await(PATIENCE, TimeUnit.NANOSECONDS), worker + " saw only " + seen);
    long all = System.nanoTime();
    require(
        scheduler.startGracefulShutdown().get(60, TimeUnit.SECONDS), worker + " did not stop well");
    System.out.printf(
        "  %s worker: %d records after %d s, stopped after another %d s%n",
        worker,
        seen.count.get(),
        Duration.ofNanos(all - began).toSeconds(),
        Duration.ofNanos(System.nanoTime() - all).toSeconds());
  }

  private Scheduler scheduler(String stream, String worker, Seen seen) {
    DynamoDbStreamsClient streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
    AmazonDynamoDBStreamsAdapterClient adapter =
        new AmazonDynamoDBStreamsAdapterClient(streams, Region.US_EAST_1);
    CloudWatchAsyncClient unused =
        CloudWatchAsyncClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
    ConfigsBuilder configs =
        new ConfigsBuilder(
            StreamsSchedulerFactory.createSingleStreamTracker(
                stream,
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON)),
            table + "-leases",
            adapter,
            leases,
            unused,
            worker,
            () -> new Processor(seen));
    var management =
        configs.leaseManagementConfig().failoverTimeMillis(1_000).shardSyncIntervalMillis(1_000);
    // A worker that is silent for twice as long is dead, and its leases are given to others.
    management
        .workerUtilizationAwareAssignmentConfig()
        .disableWorkerMetrics(true)
        .workerMetricsReporterFreqInMillis(1_000);
    var coordinator =
        configs
            .coordinatorConfig()
            .parentShardPollIntervalMillis(200)
            .shardConsumerDispatchPollIntervalMillis(200)
            .schedulerInitializationBackoffTimeMillis(200);
    DynamoDBStreamsPollingConfig polling =
        new DynamoDBStreamsPollingConfig(adapter).idleTimeBetweenReadsInMillis(250);
    return StreamsSchedulerFactory.createScheduler(
        configs.checkpointConfig(),
        coordinator,
        management,
        configs.lifecycleConfig(),
        configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
        configs.processorConfig().callProcessRecordsEvenForEmptyRecordList(false),
        configs.retrievalConfig().retrievalSpecificConfig(polling),
        adapter);
  }

  /** What one worker was given: values by key, and where it began in each shard. */
  private static final class Seen {
    final Map<String, List<Integer>> values = new ConcurrentHashMap<>();
    final Map<String, String> restartedAt = new ConcurrentHashMap<>();
    final AtomicInteger count = new AtomicInteger();
    final CountDownLatch all;

    Seen(int records) {
      all = new CountDownLatch(records);
    }

    void add(Record record) {
      int value = Integer.parseInt(record.dynamodb().newImage().get("value").n());
      String key = record.dynamodb().keys().get("key").s();
      require((value < KEYS) == record.eventNameAsString().equals("INSERT"), record.toString());
      values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
      count.incrementAndGet();
      all.countDown();
    }

    void requireInOrder(int from, int to) {
      for (int k = 0; k < KEYS; k++) {
        List<Integer> wanted = new ArrayList<>();
        for (int i = from + k; i < to; i += KEYS) {
          wanted.add(i);
        }
        require(wanted.equals(values.get("key" + k)), "key" + k + " of " + values);
      }
    }

    @Override
    public String toString() {
      return count + " " + values + " from " + restartedAt;
    }
  }

  /** Follows one shard; a key belongs to one shard, so its records come one after another. */
  private static final class Processor implements DynamoDBStreamsShardRecordProcessor {
    private final Seen seen;

    Processor(Seen seen) {
      this.seen = seen;
    }

    @Override
    public void initialize(InitializationInput input) {
      seen.restartedAt.put(
          input.shardId(), input.extendedSequenceNumber().sequenceNumber());
    }

    @Override
    public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
      for (DynamoDBStreamsClientRecord record : input.records()) {
        seen.add(record.getRecord());
      }
      checkpoint(input.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput input) {}

    @Override
    public void shardEnded(ShardEndedInput input) {
      checkpoint(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      checkpoint(input.checkpointer());
    }

    private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
      try {
        checkpointer.checkpoint();
      } catch (InvalidStateException | ShutdownException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
