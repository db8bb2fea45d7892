package io.cairndb.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableControl;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.coordination.AdmissionControl;
import io.cairndb.coordination.Coordinator;
import io.cairndb.env.Clock;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionMap;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.router.core.items.ItemOperations;
import io.cairndb.router.core.items.ItemPorts;
import io.cairndb.router.core.items.ShardAnswers;
import io.cairndb.router.core.streams.ChangeLogSource;
import io.cairndb.router.core.streams.StreamOperations;
import io.cairndb.router.core.tables.TableOperations;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.transact.ItemTransactions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every operation that Amazon's service models name has one row in {@code docs/compatibility.md},
 * and the row says "no" exactly when the router does not answer the operation.
 */
class OperationCoverageTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("cairn.root", "../..")).resolve("docs/compatibility.md");

  /** {@code | `Name` | status | …}, the status as the document's legend has it. */
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z]\\w+)` \\| (yes|recorded|off|no) \\| .*\\|");

  private static final String TABLES_AND_ITEMS = "DynamoDB_20120810.";
  private static final String STREAMS = "DynamoDBStreams_20120810.";

  @Test
  void theDocumentHasOneRowForEachOperationOfTheModels() throws IOException {
    SortedSet<String> modelled = new TreeSet<>();
    modelled().forEach(target -> modelled.add(target.substring(target.indexOf('.') + 1)));
    assertEquals(modelled, new TreeSet<>(documented().keySet()));
  }

  @Test
  void whatTheDocumentCallsAnsweredIsRegisteredAndNothingElseIs() throws IOException {
    SortedSet<String> answered = new TreeSet<>();
    documented()
        .forEach(
            (name, status) -> {
              if (!status.equals("no")) {
                answered.add(name);
              }
            });
    SortedSet<String> registered = new TreeSet<>();
    registered().forEach(target -> registered.add(target.substring(target.indexOf('.') + 1)));
    assertEquals(answered, registered);
  }

  @Test
  void onlyOperationsOfTheModelsAreRegistered() throws IOException {
    SortedSet<String> unknown = registered();
    unknown.removeAll(modelled());
    assertEquals(new TreeSet<>(), unknown, "targets that no service model names");
  }

  /** Targets, as in the header X-Amz-Target. */
  private static SortedSet<String> modelled() throws IOException {
    try (InputStream in = OperationCoverageTest.class.getResourceAsStream("/operations.txt")) {
      assertNotNull(in, "operations.txt is missing from the test resources");
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      SortedSet<String> targets = new TreeSet<>();
      text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(targets::add);
      return targets;
    }
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> status = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENT, StandardCharsets.UTF_8)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && status.put(row.group(1), row.group(2)) != null) {
        throw new AssertionError("two rows for " + row.group(1));
      }
    }
    return status;
  }

  private static SortedSet<String> registered() {
    SortedSet<String> targets = new TreeSet<>();
    add(targets, TABLES_AND_ITEMS, ItemOperations.all(itemPorts()));
    add(targets, TABLES_AND_ITEMS, TableOperations.all(new NoTables(), () -> "localhost:8000"));
    add(
        targets,
        STREAMS,
        StreamOperations.all(
            () -> Catalog.EMPTY, new NoChanges(), Clock.system(), Duration.ofHours(24)));
    return targets;
  }

  private static void add(
      SortedSet<String> targets, String prefix, List<? extends DynamoDbOperation> operations) {
    for (DynamoDbOperation operation : operations) {
      if (!targets.add(prefix + operation.name())) {
        throw new AssertionError("two operations named " + operation.name());
      }
    }
  }

  private static ItemPorts itemPorts() {
    return new ItemPorts(
        () -> Catalog.EMPTY,
        new Coordinator<>(
            () -> PartitionMap.EMPTY,
            (partition, request) -> {
              throw notCalled();
            },
            ShardAnswers.INSTANCE,
            new AdmissionControl(1),
            Clock.system(),
            Coordinator.Limits.DEFAULT),
        new NoTransactions(),
        IndexBarrier.NONE,
        new ExpressionCompiler(),
        Clock.system(),
        Runnable::run,
        Duration.ZERO);
  }

  private static AssertionError notCalled() {
    return new AssertionError("only the names of operations are wanted");
  }

  private static final class NoTables implements TableControl {
    @Override
    public Catalog catalog() {
      return Catalog.EMPTY;
    }

    @Override
    public CompletableFuture<ControlResult> submit(ControlCommand command) {
      throw notCalled();
    }

    @Override
    public CompletableFuture<TableStatistics> statistics(UUID tableId) {
      throw notCalled();
    }
  }

  private static final class NoTransactions implements ItemTransactions {
    @Override
    public CompletableFuture<WriteOutcome> write(WriteRequest request) {
      throw notCalled();
    }

    @Override
    public CompletableFuture<ReadOutcome> read(ReadRequest request) {
      throw notCalled();
    }
  }

  private static final class NoChanges implements ChangeLogSource {
    @Override
    public List<ChangeRecord.Positioned> read(
        Partition partition, ChangePosition after, int maxRecords, long maxBytes) {
      throw notCalled();
    }

    @Override
    public ChangePosition tail(Partition partition) {
      throw notCalled();
    }

    @Override
    public Optional<ChangePosition> oldest(Partition partition) {
      throw notCalled();
    }
  }
}
