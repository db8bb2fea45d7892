package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What one call of a sequence takes with a subject: mostly one request; for reads in pages, scans
 * in segments, changes of tables that take their time and streams several. Confined to one thread.
 */
final class Conversation {
  private static final int PAGES_LIMIT = 400;
  private static final int POLLS_LIMIT = 1_000;

  private final Subject subject;
  private final String run;

  Conversation(Subject subject, String run) {
    this.subject = subject;
    this.run = run;
  }

  Subject subject() {
    return subject;
  }

  /** Creates a table and waits for it; returns its name. */
  String create(Map<String, Object> table) throws IOException {
    Map<String, Object> request = named(table);
    Reply reply = subject.call("CreateTable", request);
    if (!reply.ok()) {
      throw new IOException(subject.name() + " cannot create a table: " + reply);
    }
    awaitActive(request);
    return String.valueOf(request.get("TableName"));
  }

  Answer ask(Call call) throws IOException {
    Map<String, Object> request = named(call.request());
    Reply reply =
        switch (call.operation()) {
          case "Query", "Scan" -> read(call, request);
          case "Scan:Segments" -> segments(call, request);
          case "UpdateTable" -> change(request);
          case "UpdateTimeToLive" -> expire(request);
          case "Streams:History" -> history(request);
          case "ExecuteStatement", "BatchExecuteStatement" -> execute(call.operation(), request);
          default -> subject.call(call.operation(), request);
        };
    String text = Json.write(reply.body()).replace(run, Call.RUN);
    return Answer.of(call, new Reply(reply.status(), Json.parseObject(text)));
  }

  private Map<String, Object> named(Map<String, Object> request) {
    return Json.parseObject(Json.write(request).replace(Call.RUN, run));
  }

  private Reply read(Call call, Map<String, Object> request) throws IOException {
    Reply first = subject.call(call.operation(), request);
    boolean whole = !request.containsKey("Limit") && !first.body().containsKey("LastEvaluatedKey");
    return whole || !first.ok() ? first : allPages(call, request, first);
  }

  /**
   * Follows the pages to the end. Where the order of items is fixed the reply keeps every page's
   * last key; where it is not, only the sum of the pages can be compared.
   */
  private Reply allPages(Call call, Map<String, Object> request, Reply first) throws IOException {
    Map<String, Object> following = Json.asObject(Json.copy(request));
    List<Object> items = new ArrayList<>();
    List<Object> lastKeys = new ArrayList<>();
    BigDecimal count = BigDecimal.ZERO;
    BigDecimal scanned = BigDecimal.ZERO;
    Reply reply = first;
    for (int page = 0; page < PAGES_LIMIT; page++) {
      Map<String, Object> body = reply.body();
      items.addAll(Json.asList(body.getOrDefault("Items", List.of())));
      count = count.add((BigDecimal) body.getOrDefault("Count", BigDecimal.ZERO));
      scanned = scanned.add((BigDecimal) body.getOrDefault("ScannedCount", BigDecimal.ZERO));
      Optional<Object> lastKey = Json.member(body, "LastEvaluatedKey");
      if (lastKey.isEmpty()) {
        break;
      }
      lastKeys.add(lastKey.get());
      following.put("ExclusiveStartKey", lastKey.get());
      reply = subject.call(call.operation(), following);
      if (!reply.ok()) {
        return reply;
      }
    }
    Map<String, Object> sum = Json.object("Items", items, "Count", count, "ScannedCount", scanned);
    if (!call.unordered()) {
      sum.put("LastKeys", lastKeys);
    } else if (request.containsKey("Limit")) {
      sum.put("Pages", BigDecimal.valueOf(lastKeys.size() + 1));
    }
    return new Reply(200, sum);
  }

  /** A parallel scan: every segment to its end. Which item is in which is the server's affair. */
  private Reply segments(Call call, Map<String, Object> request) throws IOException {
    int total = ((BigDecimal) request.getOrDefault("TotalSegments", BigDecimal.ONE)).intValue();
    Call scan = new Call("Scan", call.request());
    List<Object> items = new ArrayList<>();
    for (int segment = 0; segment < total; segment++) {
      Map<String, Object> part = Json.asObject(Json.copy(request));
      part.put("Segment", BigDecimal.valueOf(segment));
      Reply reply = subject.call("Scan", part);
      if (reply.ok() && reply.body().containsKey("LastEvaluatedKey")) {
        reply = allPages(scan, part, reply);
      }
      if (!reply.ok()) {
        return reply;
      }
      items.addAll(Json.asList(reply.body().getOrDefault("Items", List.of())));
    }
    return new Reply(200, Json.object("Items", items));
  }

  private Reply execute(String operation, Map<String, Object> request) throws IOException {
    if (!subject.name().equals("model")) {
      request.remove("SameAs");
      Json.asList(request.getOrDefault("Statements", List.of()))
          .forEach(statement -> Json.asObject(statement).remove("SameAs"));
    }
    return subject.call(operation, request);
  }

  private Reply change(Map<String, Object> request) throws IOException {
    Reply reply = subject.call("UpdateTable", request);
    if (!reply.ok()) {
      return reply;
    }
    awaitActive(request);
    return new Reply(200, Json.object());
  }

  private Reply expire(Map<String, Object> request) throws IOException {
    Reply reply = subject.call("UpdateTimeToLive", request);
    if (reply.ok()) {
      await("DescribeTimeToLive", request, List.of("ENABLING", "DISABLING"));
    }
    return reply;
  }

  private void awaitActive(Map<String, Object> request) throws IOException {
    await("DescribeTable", request, List.of("CREATING", "UPDATING", "DELETING"));
  }

  private void await(String operation, Map<String, Object> request, List<String> underWay)
      throws IOException {
    if (subject.name().equals("model")) {
      return;
    }
    Map<String, Object> table = Json.object("TableName", request.getOrDefault("TableName", ""));
    String text = "";
    for (int poll = 0; poll < POLLS_LIMIT; poll++) {
      text = Json.write(subject.call(operation, table).body());
      if (underWay.stream().map(state -> '"' + state + '"').noneMatch(text::contains)) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(Math.min(poll, 10)).toNanos());
    }
    throw new IOException(subject.name() + " does not come to rest: " + text);
  }

  /** The records of a table's stream: those of one item in their order, by key. */
  private Reply history(Map<String, Object> request) throws IOException {
    if (subject.name().equals("model")) {
      return subject.call("Streams:History", request);
    }
    Map<String, Object> byKey = Json.object();
    Map<String, Object> streams = required("Streams:ListStreams", request);
    for (Object stream : Json.asList(streams.getOrDefault("Streams", List.of()))) {
      String arn = String.valueOf(Json.asObject(stream).get("StreamArn"));
      for (String shard : shards(arn)) {
        readShard(arn, shard, byKey);
      }
    }
    return new Reply(200, Json.object("Records", byKey));
  }

  private List<String> shards(String arn) throws IOException {
    Map<String, Object> description =
        required("Streams:DescribeStream", Json.object("StreamArn", arn));
    Map<String, Object> stream =
        Json.asObject(description.getOrDefault("StreamDescription", Map.of()));
    return Json.asList(stream.getOrDefault("Shards", List.of())).stream()
        .map(shard -> String.valueOf(Json.asObject(shard).get("ShardId")))
        .toList();
  }

  private void readShard(String arn, String shard, Map<String, Object> byKey) throws IOException {
    Map<String, Object> wanted =
        Json.object("StreamArn", arn, "ShardId", shard, "ShardIteratorType", "TRIM_HORIZON");
    Optional<Object> iterator =
        Json.member(required("Streams:GetShardIterator", wanted), "ShardIterator");
    for (int empty = 0; iterator.isPresent() && empty < 2; ) {
      Map<String, Object> page =
          required("Streams:GetRecords", Json.object("ShardIterator", iterator.get()));
      List<Object> records = Json.asList(page.getOrDefault("Records", List.of()));
      records.forEach(record -> file(Json.asObject(record), byKey));
      empty = records.isEmpty() ? empty + 1 : 0;
      iterator = Json.member(page, "NextShardIterator");
    }
  }

  private static void file(Map<String, Object> record, Map<String, Object> byKey) {
    Map<String, Object> change = Json.asObject(record.getOrDefault("dynamodb", Map.of()));
    Map<String, Object> shown = Json.object("eventName", record.getOrDefault("eventName", ""));
    for (String image : List.of("OldImage", "NewImage")) {
      Json.member(change, image).ifPresent(value -> shown.put(image, value));
    }
    Map<String, Object> key = Json.asObject(change.getOrDefault("Keys", Map.of()));
    Json.asList(byKey.computeIfAbsent(Json.sorted(key), first -> new ArrayList<>())).add(shown);
  }

  private Map<String, Object> required(String operation, Map<String, Object> request)
      throws IOException {
    Reply reply = subject.call(operation, request);
    if (!reply.ok()) {
      throw new IOException(subject.name() + ": " + operation + " failed: " + reply);
    }
    return reply.body();
  }

  /** Deletes a table; one that is left over harms nobody. */
  void drop(String name) {
    try {
      subject.call("DeleteTable", Json.object("TableName", name));
    } catch (IOException alreadyGone) {
      System.err.println("cannot delete " + name + " of " + subject.name() + ": " + alreadyGone);
    }
  }
}
