package io.cairndb.router.core.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.ManualClock;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts under {@code testdata/tables}: a request on a line, {@code Operation {json}}, the answer
 * on the next, {@code = json} or {@code ! Error: message}. Other lines: {@code settle} (operations
 * run to their end), {@code step}, {@code hour} (time passes), {@code counts NAME} (the table has
 * items), {@code #} comments. {@code -Drewrite} writes the answers anew.
 */
final class TableOperationsScriptTest {
  private static final Path SCRIPTS =
      Path.of(
          System.getProperty("cairn.root", ".."),
          "router-service/src/test/resources/testdata/tables");
  private static final RequestContext CONTEXT =
      new RequestContext("REQUEST", "eu-west-1", "000000000000", "key");

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAsWritten(Path script) throws IOException {
    List<String> lines = Files.readAllLines(script, StandardCharsets.UTF_8);
    assertFalse(lines.isEmpty());
    List<String> actual = run(lines);
    if (Boolean.getBoolean("rewrite")) {
      Files.writeString(script, String.join("\n", actual) + "\n");
      return;
    }
    assertEquals(String.join("\n", lines), String.join("\n", actual), script.toString());
  }

  private static List<String> run(List<String> lines) {
    ManualClock clock = new ManualClock(1_767_225_600_000L);
    InMemoryTableControl control = new InMemoryTableControl(clock);
    Map<String, DynamoDbOperation> operations = new HashMap<>();
    for (DynamoDbOperation operation : TableOperations.all(control, () -> "localhost:8000")) {
      operations.put(operation.name(), operation);
    }
    List<String> out = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("= ") || line.startsWith("! ")) {
        continue;
      }
      out.add(line);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      clock.advance(Duration.ofSeconds(1));
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "settle" -> control.settle();
        case "step" -> control.step();
        case "hour" -> clock.advance(Duration.ofHours(1));
        case "counts" -> count(control, words[1]);
        default ->
            out.add(answer(Objects.requireNonNull(operations.get(words[0]), words[0]), words[1]));
      }
    }
    return out;
  }

  private static void count(InMemoryTableControl control, String name) {
    TableDescriptor table = control.catalog().table(name);
    assertNotNull(table);
    Map<UUID, Counts> indexes = new HashMap<>();
    table.schema().localIndexes().forEach(index -> indexes.put(index.id(), new Counts(2, 20)));
    table.schema().globalIndexes().forEach(index -> indexes.put(index.id(), new Counts(1, 10)));
    control.setStatistics(table.id(), new TableStatistics(new Counts(3, 300), indexes));
  }

  private static String answer(DynamoDbOperation operation, String body) {
    assertNotNull(operation, body);
    try {
      WireBuffer answer = operation.handle(body.getBytes(StandardCharsets.UTF_8), CONTEXT).join();
      return "= " + new String(answer.toByteArray(), StandardCharsets.UTF_8);
    } catch (DynamoDbException e) {
      return "! " + e.type().shortName() + ": " + e.getMessage();
    }
  }
}
