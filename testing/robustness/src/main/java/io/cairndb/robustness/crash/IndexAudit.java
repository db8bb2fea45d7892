package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether the indexes hold what a rebuild from the table would give, and whether replaying the
 * stream gives the table, record by record. Goes on from where it last stood in the stream.
 * Confined to one thread.
 */
final class IndexAudit {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<String, String> lastSequence = new HashMap<>();
  private final Map<String, Map<String, Object>> replayed = new HashMap<>();
  private long records;

  /** How many stream records were checked. */
  long records() {
    return records;
  }

  List<String> audit(Endpoint endpoint) throws IOException {
    Map<String, Map<String, Object>> table = Tables.scan(endpoint, Tables.VERSIONED, "");
    List<String> faults = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<String> late = new ArrayList<>();
      for (String index : List.of(Tables.LOCAL_INDEX, Tables.GLOBAL_INDEX)) {
        compare(index, table, Tables.scan(endpoint, Tables.VERSIONED, index), late);
      }
      followStream(endpoint, faults);
      compare("the replayed stream", table, replayed, late);
      if (late.isEmpty() || System.nanoTime() > deadline) {
        faults.addAll(late);
        return faults;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static void compare(
      String name,
      Map<String, Map<String, Object>> table,
      Map<String, Map<String, Object>> copy,
      List<String> faults) {
    TreeSet<String> keys = new TreeSet<>(table.keySet());
    keys.addAll(copy.keySet());
    for (String key : keys) {
      Map<String, Object> wanted = table.getOrDefault(key, Map.of());
      Map<String, Object> found = copy.getOrDefault(key, Map.of());
      if (!wanted.equals(found)) {
        faults.add(
            "%s has %s at version %s, the table at version %s"
                .formatted(name, key, Tables.scalar(found, "v"), Tables.scalar(wanted, "v")));
      }
    }
  }

  private void followStream(Endpoint endpoint, List<String> faults) throws IOException {
    Map<String, Object> table =
        Json.asObject(
            call(endpoint, "DescribeTable", Json.object("TableName", Tables.VERSIONED))
                .getOrDefault("Table", ""));
    Object stream = table.getOrDefault("LatestStreamArn", "");
    Map<String, Object> description =
        Json.asObject(
            call(endpoint, "Streams:DescribeStream", Json.object("StreamArn", stream))
                .getOrDefault("StreamDescription", ""));
    for (Object shard : Json.asList(description.getOrDefault("Shards", List.of()))) {
      String id = String.valueOf(Json.asObject(shard).get("ShardId"));
      followShard(endpoint, stream, id, faults);
    }
  }

  private void followShard(Endpoint endpoint, Object stream, String shard, List<String> faults)
      throws IOException {
    Map<String, Object> request = Json.object("StreamArn", stream, "ShardId", shard);
    Optional<String> last = Optional.ofNullable(lastSequence.get(shard));
    request.put("ShardIteratorType", last.isEmpty() ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER");
    last.ifPresent(sequence -> request.put("SequenceNumber", sequence));
    Object iterator =
        call(endpoint, "Streams:GetShardIterator", request).getOrDefault("ShardIterator", "");
    while (true) {
      Map<String, Object> page =
          call(
              endpoint,
              "Streams:GetRecords",
              Json.object("ShardIterator", iterator, "Limit", BigDecimal.valueOf(1_000)));
      List<Object> found = Json.asList(page.getOrDefault("Records", List.of()));
      for (Object record : found) {
        replay(shard, Json.asObject(Json.asObject(record).getOrDefault("dynamodb", "")), faults);
      }
      Optional<Object> next = Json.member(page, "NextShardIterator");
      if (found.isEmpty() || next.isEmpty()) {
        return;
      }
      iterator = next.get();
    }
  }

  private void replay(String shard, Map<String, Object> record, List<String> faults) {
    records++;
    Map<String, Object> key = Json.asObject(record.getOrDefault("Keys", Map.of()));
    String id = Tables.baseKey(new LinkedHashMap<>(key));
    Map<String, Object> old = Json.asObject(record.getOrDefault("OldImage", Map.of()));
    Map<String, Object> now = Json.asObject(record.getOrDefault("NewImage", Map.of()));
    Map<String, Object> known = replayed.getOrDefault(id, Map.of());
    if (!old.equals(known)) {
      faults.add(
          "stream record of %s replaces version %s, but the one before left version %s"
              .formatted(id, Tables.scalar(old, "v"), Tables.scalar(known, "v")));
    }
    if (now.isEmpty()) {
      replayed.remove(id);
    } else {
      replayed.put(id, now);
    }
    lastSequence.put(shard, String.valueOf(record.get("SequenceNumber")));
  }

  private static Map<String, Object> call(
      Endpoint endpoint, String operation, Map<String, Object> request) throws IOException {
    Reply reply = endpoint.call(operation, request);
    if (!reply.ok()) {
      throw new IOException(operation + " " + request + ": " + reply);
    }
    return reply.body();
  }
}
