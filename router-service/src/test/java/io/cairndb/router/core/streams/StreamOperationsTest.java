package io.cairndb.router.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.Hlc;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.StreamView;
import io.cairndb.placement.Partition;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.tables.InMemoryTableControl;
import io.cairndb.router.core.tables.TableOperations;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What readers of a stream see, from enabling to the end of its retention. */
final class StreamOperationsTest {
  private static final RequestContext CONTEXT =
      new RequestContext("REQUEST", "eu-west-1", "000000000000", "key");
  private static final Duration RETENTION = Duration.ofHours(24);

  private final ManualClock clock = new ManualClock(1_767_225_600_000L);
  private final InMemoryTableControl control = new InMemoryTableControl(clock);
  private final InMemoryChangeLogs logs = new InMemoryChangeLogs();
  private final Map<String, DynamoDbOperation> operations = new HashMap<>();

  StreamOperationsTest() {
    List<DynamoDbOperation> all =
        new ArrayList<>(TableOperations.all(control, () -> "localhost:8000"));
    all.addAll(StreamOperations.all(control::catalog, logs, clock, RETENTION));
    all.forEach(operation -> operations.put(operation.name(), operation));
  }

  @Test
  void eachViewShowsItsImages() {
    for (StreamView view : StreamView.values()) {
      String name = "table-" + view;
      create(name, view);
      change(name, ChangeRecord.Kind.INSERT, null, item("a", "1"));
      change(name, ChangeRecord.Kind.MODIFY, item("a", "1"), item("a", "2"));
      change(name, ChangeRecord.Kind.REMOVE, item("a", "2"), null);
      String page = call("GetRecords", "ShardIterator", iterator(name, "TRIM_HORIZON", null));
      assertEquals(List.of("INSERT", "MODIFY", "REMOVE"), fields(page, "eventName"));
      assertEquals(List.of(view.name(), view.name(), view.name()), fields(page, "StreamViewType"));
      boolean showsNew = view == StreamView.NEW_IMAGE || view == StreamView.NEW_AND_OLD_IMAGES;
      boolean showsOld = view == StreamView.OLD_IMAGE || view == StreamView.NEW_AND_OLD_IMAGES;
      assertEquals(showsNew ? 2 : 0, count(page, "\"NewImage\""));
      assertEquals(showsOld ? 2 : 0, count(page, "\"OldImage\""));
      assertEquals(3, count(page, "\"Keys\":{\"pk\":{\"S\":\"a\"}}"));
    }
  }

  @Test
  void recordLooksAsInTheApi() {
    create("t1t", StreamView.NEW_IMAGE);
    change("t1t", ChangeRecord.Kind.INSERT, null, item("a", "1"));
    String page = call("GetRecords", "ShardIterator", iterator("t1t", "TRIM_HORIZON", null));
    assertEquals(List.of("1.1"), fields(page, "eventVersion"));
    assertEquals(List.of("aws:dynamodb"), fields(page, "eventSource"));
    assertEquals(List.of("eu-west-1"), fields(page, "awsRegion"));
    assertTrue(page.contains("\"ApproximateCreationDateTime\":1767225602"), page);
    assertTrue(page.contains("\"SizeBytes\":8"), page);
    assertTrue(fields(page, "eventID").getFirst().matches("[0-9a-f]{32}"), page);
    String sequence = fields(page, "SequenceNumber").getFirst();
    assertTrue(sequence.matches("[0-9]{21,40}"), sequence);
    assertFalse(page.contains("userIdentity"), page);
  }

  @Test
  void expiryIsToldAsTheServicesOwnDoing() {
    create("t1t", StreamView.KEYS_ONLY);
    logs.append(
        partition("t1t"),
        record(
            "t1t", ChangeRecord.Kind.REMOVE, item("a", "1"), null, ChangeRecord.Origin.TTL, true),
        0);
    String page = call("GetRecords", "ShardIterator", iterator("t1t", "TRIM_HORIZON", null));
    assertTrue(
        page.contains(
            "\"userIdentity\":{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}"),
        page);
  }

  @Test
  void iteratorsStartWhereTheySay() {
    create("t1t", StreamView.NEW_IMAGE);
    for (int i = 0; i < 5; i++) {
      change("t1t", ChangeRecord.Kind.INSERT, null, item("k" + i, "1"));
    }
    String all = call("GetRecords", "ShardIterator", iterator("t1t", "TRIM_HORIZON", null));
    List<String> sequences = fields(all, "SequenceNumber");
    assertEquals(sequences.stream().sorted().toList(), sequences);
    assertEquals(
        sequences.subList(2, 5), read(iterator("t1t", "AT_SEQUENCE_NUMBER", sequences.get(2))));
    assertEquals(
        sequences.subList(3, 5), read(iterator("t1t", "AFTER_SEQUENCE_NUMBER", sequences.get(2))));
    String latest = iterator("t1t", "LATEST", null);
    assertEquals(List.of(), read(latest));
    change("t1t", ChangeRecord.Kind.INSERT, null, item("later", "1"));
    assertEquals(1, read(latest).size());
    assertTrue(
        refused("GetShardIterator", iteratorRequest("t1t", "AT_SEQUENCE_NUMBER", null))
            .startsWith("ValidationException"));
  }

  @Test
  void pagesFollowEachOther() {
    create("t1t", StreamView.NEW_IMAGE);
    for (int i = 0; i < 7; i++) {
      change("t1t", ChangeRecord.Kind.INSERT, null, item("k" + i, "1"));
    }
    List<String> seen = new ArrayList<>();
    String next = iterator("t1t", "TRIM_HORIZON", null);
    for (int i = 0; i < 4; i++) {
      String page = call("GetRecords", "{\"Limit\":3,\"ShardIterator\":\"" + next + "\"}");
      seen.addAll(fields(page, "SequenceNumber"));
      next = fields(page, "NextShardIterator").getFirst();
    }
    assertEquals(7, seen.size());
    assertEquals(7, Set.copyOf(seen).size());
  }

  @Test
  void recordsForIndexesOnlyAreSkippedAndPassed() {
    create("t1t", StreamView.NEW_IMAGE);
    for (int i = 0; i < 3; i++) {
      logs.append(
          partition("t1t"),
          record(
              "t1t",
              ChangeRecord.Kind.BACKFILL,
              null,
              item("b" + i, "1"),
              ChangeRecord.Origin.USER,
              false),
          0);
    }
    change("t1t", ChangeRecord.Kind.INSERT, null, item("seen", "1"));
    String page =
        call(
            "GetRecords",
            "{\"Limit\":3,\"ShardIterator\":\"" + iterator("t1t", "TRIM_HORIZON", null) + "\"}");
    assertEquals(List.of(), fields(page, "SequenceNumber"));
    assertEquals(1, read(fields(page, "NextShardIterator").getFirst()).size());
  }

  @Test
  void closedStreamEndsAndStaysReadableForTheRetention() {
    create("t1t", StreamView.NEW_IMAGE);
    String arn = arn("t1t");
    change("t1t", ChangeRecord.Kind.INSERT, null, item("a", "1"));
    String open = iterator("t1t", "TRIM_HORIZON", null);
    setStream("t1t", Optional.empty());
    String shards = call("DescribeStream", "StreamArn", arn);
    assertEquals(List.of("DISABLED"), fields(shards, "StreamStatus"));
    assertEquals(2, fields(shards, "EndingSequenceNumber").size());
    String page = call("GetRecords", "ShardIterator", open);
    assertEquals(1, fields(page, "SequenceNumber").size());
    assertEquals(List.of(), fields(page, "NextShardIterator"));
    clock.advance(RETENTION.minusMinutes(1));
    assertNotNull(call("DescribeStream", "StreamArn", arn));
    clock.advance(Duration.ofMinutes(1));
    assertTrue(
        refused("DescribeStream", "{\"StreamArn\":\"" + arn + "\"}")
            .startsWith("ResourceNotFoundException"));
  }

  @Test
  void streamOfADeletedTableStaysReadable() {
    create("t1t", StreamView.NEW_IMAGE);
    String arn = arn("t1t");
    change("t1t", ChangeRecord.Kind.INSERT, null, item("a", "1"));
    Partition old = partition("t1t");
    control.submit(new ControlCommand.DeleteTable("t1t")).join();
    control.settle();
    create("t1t", StreamView.NEW_IMAGE);
    assertEquals(2, fields(call("ListStreams", "{}"), "StreamArn").size());
    String described = call("DescribeStream", "StreamArn", arn);
    String shard =
        fields(described, "ShardId").stream()
            .filter(id -> id.endsWith(old.id().value().toString().replace("-", "")))
            .findFirst()
            .orElseThrow();
    String iterator =
        fields(
                call(
                    "GetShardIterator",
                    "{\"StreamArn\":\""
                        + arn
                        + "\",\"ShardId\":\""
                        + shard
                        + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"),
                "ShardIterator")
            .getFirst();
    assertEquals(1, read(iterator).size());
    clock.advance(RETENTION);
    control.expireStreams();
    assertEquals(1, fields(call("ListStreams", "{}"), "StreamArn").size());
  }

  @Test
  void incarnationsShareNoRecords() {
    create("t1t", StreamView.NEW_IMAGE);
    String first = arn("t1t");
    change("t1t", ChangeRecord.Kind.INSERT, null, item("a", "1"));
    setStream("t1t", Optional.empty());
    clock.advance(Duration.ofSeconds(5));
    setStream("t1t", Optional.of(StreamView.KEYS_ONLY));
    change("t1t", ChangeRecord.Kind.INSERT, null, item("b", "1"));
    assertEquals(2, fields(call("ListStreams", "{\"TableName\":\"t1t\"}"), "StreamArn").size());
    String page = call("GetRecords", "ShardIterator", iterator("t1t", "TRIM_HORIZON", null));
    assertEquals(1, count(page, "\"Keys\":{\"pk\":{\"S\":\"b\"}}"));
    assertEquals(1, fields(page, "SequenceNumber").size());
    String shard = fields(call("DescribeStream", "StreamArn", first), "ShardId").getFirst();
    String older =
        call(
            "GetShardIterator",
            "{\"StreamArn\":\""
                + first
                + "\",\"ShardId\":\""
                + shard
                + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}");
    String olderPage =
        call("GetRecords", "ShardIterator", fields(older, "ShardIterator").getFirst());
    assertTrue(count(olderPage, "\"S\":\"b\"") == 0, olderPage);
    assertEquals(List.of(), fields(olderPage, "NextShardIterator"));
  }

  @Test
  void iteratorsExpireAndCannotBeInvented() {
    create("t1t", StreamView.NEW_IMAGE);
    String iterator = iterator("t1t", "TRIM_HORIZON", null);
    for (int i = 0; i < iterator.length(); i += 3) {
      char other = iterator.charAt(i) == 'A' ? 'B' : 'A';
      String damaged = iterator.substring(0, i) + other + iterator.substring(i + 1);
      assertTrue(
          refused("GetRecords", "{\"ShardIterator\":\"" + damaged + "\"}")
              .startsWith("ValidationException: Invalid ShardIterator"),
          damaged);
    }
    clock.advance(Duration.ofMinutes(15));
    assertEquals(List.of(), read(iterator));
    clock.advance(Duration.ofMillis(1));
    assertTrue(
        refused("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}")
            .startsWith("ExpiredIteratorException"));
  }

  @Test
  void readersOfTrimmedRecordsAreTold() {
    create("t1t", StreamView.NEW_IMAGE);
    change("t1t", ChangeRecord.Kind.INSERT, null, item("a", "1"));
    change("t1t", ChangeRecord.Kind.INSERT, null, item("b", "1"));
    String all = call("GetRecords", "ShardIterator", iterator("t1t", "TRIM_HORIZON", null));
    List<String> sequences = fields(all, "SequenceNumber");
    clock.advance(RETENTION.plusHours(1));
    change("t1t", ChangeRecord.Kind.INSERT, null, item("c", "1"));
    logs.trimBefore(
        partition("t1t"),
        ChangePosition.atMillis(clock.currentTimeMillis() - RETENTION.toMillis()));
    assertTrue(
        refused(
                "GetShardIterator",
                iteratorRequest("t1t", "AFTER_SEQUENCE_NUMBER", sequences.getFirst()))
            .startsWith("TrimmedDataAccessException"));
    assertEquals(1, read(iterator("t1t", "TRIM_HORIZON", null)).size());
  }

  /** An idle stream loses nothing: a reader that had everything goes on from an old place. */
  @Test
  void caughtUpReaderOfAnIdleShardIsNotTrimmed() {
    create("t1t", StreamView.NEW_IMAGE);
    change("t1t", ChangeRecord.Kind.INSERT, null, item("a", "1"));
    String all = call("GetRecords", "ShardIterator", iterator("t1t", "TRIM_HORIZON", null));
    String last = fields(all, "SequenceNumber").getLast();
    clock.advance(RETENTION.plusHours(1));
    logs.trimBefore(partition("t1t"), ChangePosition.END);
    String next = iterator("t1t", "AFTER_SEQUENCE_NUMBER", last);
    assertEquals(List.of(), read(next));
  }

  @Test
  void listsAndDescriptionsComeInPages() {
    create("abc", StreamView.NEW_IMAGE);
    create("abd", StreamView.NEW_IMAGE);
    String first = call("ListStreams", "{\"Limit\":1}");
    String last = fields(first, "LastEvaluatedStreamArn").getFirst();
    assertEquals(arn("abc"), last);
    String second =
        call("ListStreams", "{\"Limit\":1,\"ExclusiveStartStreamArn\":\"" + last + "\"}");
    assertEquals(List.of("abd"), fields(second, "TableName"));
    assertEquals(List.of(), fields(second, "LastEvaluatedStreamArn"));
    String shards = call("DescribeStream", "{\"Limit\":1,\"StreamArn\":\"" + arn("abc") + "\"}");
    String shard = fields(shards, "LastEvaluatedShardId").getFirst();
    String rest =
        call(
            "DescribeStream",
            "{\"StreamArn\":\"" + arn("abc") + "\",\"ExclusiveStartShardId\":\"" + shard + "\"}");
    assertEquals(1, fields(rest, "ShardId").size());
    assertTrue(fields(rest, "ShardId").getFirst().compareTo(shard) > 0);
    assertTrue(shard.length() >= 28 && shard.length() <= 65, shard);
  }

  @Test
  void sequenceNumbersKeepTheOrderOfPlaces() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("rerun with -Dcairn.seed=" + seed);
    RandomSource random = RandomSource.seeded(seed);
    ChangePosition previous = ChangePosition.BEGINNING;
    for (int i = 0; i < 2000; i++) {
      ChangePosition position = new ChangePosition(random.nextLong(), random.nextInt(65536));
      String text = SequenceNumbers.of(position);
      assertEquals(position, SequenceNumbers.parse(text));
      assertEquals(
          Integer.signum(position.compareTo(previous)),
          Integer.signum(text.compareTo(SequenceNumbers.of(previous))));
      assertTrue(SequenceNumbers.before(position).compareTo(position) < 0);
      previous = position;
    }
    assertThrows(DynamoDbException.class, () -> SequenceNumbers.parse("1".repeat(40)));
    assertThrows(DynamoDbException.class, () -> SequenceNumbers.parse("0".repeat(21)));
  }

  private void create(String name, StreamView view) {
    call(
        "CreateTable",
        """
        {"TableName":"%s","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST",
        "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"%s"}}"""
            .formatted(name, view));
    control.settle();
    clock.advance(Duration.ofSeconds(1));
  }

  private void setStream(String name, Optional<StreamView> view) {
    TableChanges none = TableChanges.NONE;
    control
        .submit(
            new ControlCommand.UpdateTable(
                name,
                new TableChanges(
                    List.of(),
                    none.billingMode(),
                    none.throughput(),
                    none.limits(),
                    Optional.of(new TableChanges.StreamChange(view)),
                    none.deletionProtection(),
                    none.tableClass(),
                    none.encryption(),
                    List.of())))
        .join();
    control.settle();
    clock.advance(Duration.ofSeconds(1));
  }

  private void change(
      String table, ChangeRecord.Kind kind, @Nullable Item old, @Nullable Item updated) {
    logs.append(
        partition(table), record(table, kind, old, updated, ChangeRecord.Origin.USER, true), 0);
  }

  private ChangeRecord record(
      String table,
      ChangeRecord.Kind kind,
      @Nullable Item old,
      @Nullable Item updated,
      ChangeRecord.Origin origin,
      boolean streamed) {
    clock.advance(Duration.ofSeconds(1));
    Hlc hlc = new Hlc(clock.currentTimeMillis() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    return new ChangeRecord(hlc, kind, table(table).id(), old, updated, origin, streamed, Set.of());
  }

  private static Item item(String key, String value) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("pk", new AttributeValue.S(key));
    attributes.put("v", new AttributeValue.S(value));
    return Item.of(attributes);
  }

  private TableDescriptor table(String name) {
    TableDescriptor table = control.catalog().table(name);
    assertNotNull(table);
    return table;
  }

  private Partition partition(String name) {
    return control.catalog().partitions().partitionsOf(table(name).schema().groupId()).getFirst();
  }

  private String arn(String name) {
    return "arn:aws:dynamodb:eu-west-1:000000000000:table/"
        + name
        + "/stream/"
        + table(name).latestStream().orElseThrow().label();
  }

  private String iterator(String table, String type, @Nullable String sequence) {
    String answer = call("GetShardIterator", iteratorRequest(table, type, sequence));
    return fields(answer, "ShardIterator").getFirst();
  }

  private String iteratorRequest(String table, String type, @Nullable String sequence) {
    String suffix = partition(table).id().value().toString().replace("-", "");
    String shard =
        fields(call("DescribeStream", "StreamArn", arn(table)), "ShardId").stream()
            .filter(id -> id.endsWith(suffix))
            .findFirst()
            .orElseThrow();
    return "{\"StreamArn\":\""
        + arn(table)
        + "\",\"ShardId\":\""
        + shard
        + "\",\"ShardIteratorType\":\""
        + type
        + "\""
        + (sequence == null ? "" : ",\"SequenceNumber\":\"" + sequence + "\"")
        + "}";
  }

  private List<String> read(String iterator) {
    return fields(call("GetRecords", "ShardIterator", iterator), "SequenceNumber");
  }

  private String call(String operation, String member, String value) {
    return call(operation, "{\"" + member + "\":\"" + value + "\"}");
  }

  private String call(String operation, String body) {
    DynamoDbOperation found = operations.get(operation);
    assertNotNull(found);
    byte[] answer =
        found.handle(body.getBytes(StandardCharsets.UTF_8), CONTEXT).join().toByteArray();
    return new String(answer, StandardCharsets.UTF_8);
  }

  private String refused(String operation, String body) {
    DynamoDbException error = assertThrows(DynamoDbException.class, () -> call(operation, body));
    return error.type().shortName() + ": " + error.getMessage();
  }

  private static List<String> fields(String json, String name) {
    List<String> values = new ArrayList<>();
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    while (matcher.find()) {
      values.add(matcher.group(1));
    }
    return values;
  }

  private static int count(String json, String part) {
    return json.split(Pattern.quote(part), -1).length - 1;
  }
}
