package io.cairndb.robustness.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.CairnTarget;
import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every operation, spoilt in every place: no internal error, hang or lost connection. */
final class StructuralSweepIT {
  private static final Path REQUESTS = Path.of("src/test/resources/testdata/valid-requests.txt");
  private static final Path OPERATIONS =
      Path.of(System.getProperty("cairn.root", "../..")).resolve("docs/compatibility.md");
  private static final Pattern ANSWERED =
      Pattern.compile("\\| `([A-Z]\\w+)` \\| (yes|recorded|off) \\| .*\\|");
  private static final List<String> OF_STREAMS =
      List.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");

  /** One valid request; {@code refused} when it can only be answered with an error. */
  private record Example(String operation, String json, boolean refused) {
    String target() {
      return OF_STREAMS.contains(operation) ? "Streams:" + operation : operation;
    }
  }

  @Test
  void everyPlaceOfEveryRequestMaySpoil() throws IOException {
    List<Example> examples = examples();
    try (CairnTarget cairn = CairnTarget.open();
        Endpoint endpoint = new Endpoint(cairn.address());
        StructuralSweep sweep = new StructuralSweep(cairn.address())) {
      SweepTables tables = new SweepTables(endpoint);
      tables.create();
      Map<String, String> names = streamNames(tables);
      long began = System.nanoTime();
      for (Example example : examples) {
        String json = example.json();
        for (Map.Entry<String, String> name : names.entrySet()) {
          json = json.replace("${" + name.getKey() + "}", name.getValue());
        }
        Map<String, Object> request = Json.parseObject(json);
        Reply reply = endpoint.call(example.target(), request);
        assertEquals(example.refused() ? 400 : 200, reply.status(), example + " " + reply);
        if (!example.refused()) {
          tables.restore(example.operation(), reply.body());
        }
        sweep.sweep(example.target(), request, tables);
      }
      StructuralSweep.Report report = sweep.report();
      System.out.printf(
          "structural sweep: %d requests of %d operations in %d ms, answers by status %s%n",
          report.requests(),
          examples.stream().map(Example::operation).distinct().count(),
          (System.nanoTime() - began) / 1_000_000,
          report.statuses());
      assertTrue(report.faults().isEmpty(), () -> String.join("\n", report.faults()));
      assertTrue(report.requests() > 10_000, report.toString());
    }
  }

  @Test
  void everyOperationThatIsAnsweredHasAnExample() throws IOException {
    SortedSet<String> answered = new TreeSet<>();
    Matcher row = ANSWERED.matcher(Files.readString(OPERATIONS, StandardCharsets.UTF_8));
    while (row.find()) {
      answered.add(row.group(1));
    }
    SortedSet<String> swept = new TreeSet<>();
    examples().forEach(example -> swept.add(example.operation()));
    assertEquals(answered, swept);
  }

  private static Map<String, String> streamNames(SweepTables tables) throws IOException {
    Map<String, Object> described =
        tables.call("DescribeTable", SweepTables.json("{'TableName':'sweep-items'}"));
    String stream =
        Json.text(Json.asObject(described.getOrDefault("Table", "")), "LatestStreamArn")
            .orElseThrow();
    Map<String, Object> description =
        tables.call("Streams:DescribeStream", Json.object("StreamArn", stream));
    List<Object> shards =
        Json.asList(
            Json.asObject(description.getOrDefault("StreamDescription", ""))
                .getOrDefault("Shards", ""));
    Map<String, Object> first = Json.asObject(shards.getFirst());
    String shard = Json.text(first, "ShardId").orElseThrow();
    Map<String, Object> sequenceNumbers =
        Json.asObject(first.getOrDefault("SequenceNumberRange", ""));
    Map<String, Object> iterator =
        tables.call(
            "Streams:GetShardIterator",
            Json.object(
                "StreamArn", stream, "ShardId", shard, "ShardIteratorType", "TRIM_HORIZON"));
    return Map.of(
        "stream",
        stream,
        "shard",
        shard,
        "sequence",
        Json.text(sequenceNumbers, "StartingSequenceNumber").orElseThrow(),
        "iterator",
        Json.text(iterator, "ShardIterator").orElseThrow());
  }

  private static List<Example> examples() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(REQUESTS, StandardCharsets.UTF_8)) {
      if (line.startsWith(" ")) {
        texts.set(texts.size() - 1, texts.getLast() + line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        texts.add(line);
      }
    }
    List<Example> examples = new ArrayList<>();
    for (String text : texts) {
      boolean refused = text.startsWith("!");
      int space = text.indexOf(' ');
      examples.add(
          new Example(text.substring(refused ? 1 : 0, space), text.substring(space + 1), refused));
    }
    return examples;
  }
}
