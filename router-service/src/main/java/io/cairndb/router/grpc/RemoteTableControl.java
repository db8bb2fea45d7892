package io.cairndb.router.grpc;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableControl;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.SubmitResponse;
import io.cairndb.rpc.proto.TableRef;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The partition manager, seen from a router: its catalog by watching, its decisions by asking.
 * Thread-safe. Futures fail with {@link DynamoDbException} only, except that of {@link #settled},
 * which does not fail.
 */
final class RemoteTableControl implements TableControl {
  /** Creating a table takes a log write and a round to each storage node at most. */
  private static final Duration SUBMIT_DEADLINE = Duration.ofSeconds(10);

  private static final Duration STATISTICS_DEADLINE = Duration.ofSeconds(2);

  /** The catalog with what was decided is on its way when the answer comes. */
  private static final Duration CATALOG_WAIT = Duration.ofSeconds(2);

  private final Peer partitionManager;
  private final ClusterWatch watch;

  /** Who waits for a table to be created or gone, by its identity. */
  private final Map<UUID, CompletableFuture<Void>> unsettled = new ConcurrentHashMap<>();

  /** The last statistics of tables, for when the partition manager is away. */
  private final Map<UUID, TableStatistics> lastKnown = new ConcurrentHashMap<>();

  RemoteTableControl(Peer partitionManager, ClusterWatch watch) {
    this.partitionManager = partitionManager;
    this.watch = watch;
    watch.onChange(
        () -> {
          completeSettled();
          lastKnown.keySet().removeIf(tableId -> watch.catalog().table(tableId) == null);
        });
  }

  /**
   * The newest catalog.
   *
   * @throws DynamoDbException while none is known: to a client, no catalog must not look like no
   *     tables
   */
  @Override
  public Catalog catalog() {
    if (!watch.isReady()) {
      throw DynamoDbErrors.serviceUnavailable();
    }
    return watch.catalog();
  }

  @Override
  public CompletableFuture<ControlResult> submit(ControlCommand command) {
    Payload message;
    try {
      message = Payloads.payload(ControlCodec.encode(command));
    } catch (MessageFormatException unsendable) {
      return CompletableFuture.failedFuture(unsendable);
    }
    return partitionManager
        .ask(PartitionManagerGrpc.getSubmitMethod(), message, SUBMIT_DEADLINE)
        .handle(RemoteTableControl::decided)
        .thenCompose(this::seen);
  }

  private record Decided(ControlResult result, long catalogVersion) {}

  private static Decided decided(@Nullable SubmitResponse answer, @Nullable Throwable failure) {
    if (answer == null) {
      throw errorOf(Peer.failureOf(failure));
    }
    try {
      return new Decided(
          ControlCodec.decodeResult(Payloads.toBytes(answer.getMessage())),
          answer.getCatalogVersion());
    } catch (MessageFormatException unreadable) {
      throw DynamoDbErrors.outcomeUnknown();
    }
  }

  /**
   * Holds an answer back until it can be seen here: the client's next request may rest on it. When
   * the watch does not bring it in time the answer is given all the same, since it is true.
   */
  private CompletableFuture<ControlResult> seen(Decided decided) {
    return watch
        .awaitCatalogVersion(decided.catalogVersion(), CATALOG_WAIT)
        .thenApply(came -> decided.result());
  }

  /**
   * While the partition manager is away, those it told last: descriptions of tables go on, and
   * their counts are never exact for long.
   */
  @Override
  public CompletableFuture<TableStatistics> statistics(UUID tableId) {
    TableRef table = TableRef.newBuilder().setTable(Payloads.id(tableId)).build();
    return partitionManager
        .ask(PartitionManagerGrpc.getStatisticsMethod(), table, STATISTICS_DEADLINE)
        .thenApply(answer -> ControlCodec.decodeStatistics(Payloads.message(answer)))
        .handle(
            (counted, failure) -> {
              TableStatistics known = counted == null ? lastKnown.get(tableId) : counted;
              if (known == null) {
                throw DynamoDbErrors.serviceUnavailable();
              }
              lastKnown.put(tableId, known);
              return known;
            });
  }

  /** By the catalog as it is seen here, which is what whoever waits will look at next. */
  @Override
  public CompletableFuture<Void> settled(UUID tableId) {
    if (isSettled(tableId)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> settled =
        unsettled.computeIfAbsent(tableId, id -> new CompletableFuture<>());
    // It may have settled between the look and the wait.
    completeSettled();
    return settled.copy();
  }

  private void completeSettled() {
    unsettled.keySet().stream()
        .filter(this::isSettled)
        .forEach(
            tableId -> {
              CompletableFuture<Void> waiting = unsettled.remove(tableId);
              if (waiting != null) {
                waiting.complete(null);
              }
            });
  }

  private boolean isSettled(UUID tableId) {
    TableDescriptor table = watch.catalog().table(tableId);
    return table == null || table.status().servesItems();
  }

  private static RuntimeException errorOf(CallFailure failure) {
    return failure.certain()
        ? DynamoDbErrors.serviceUnavailable()
        : DynamoDbErrors.outcomeUnknown();
  }
}
