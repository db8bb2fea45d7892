package io.cairndb.router.core.streams;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.RetiredStream;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStream;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.env.Clock;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.tables.Arns;
import io.cairndb.shard.ChangePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The streams that can be read now: open ones, and closed ones within the retention. */
final class StreamCatalog {
  private final Supplier<Catalog> catalog;
  private final Clock clock;
  private final Duration retention;

  StreamCatalog(Supplier<Catalog> catalog, Clock clock, Duration retention) {
    this.catalog = catalog;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * One stream of a table.
   *
   * @param end the place before which its last record is; present when a later stream of the table
   *     follows
   */
  record ReadableStream(
      TableSchema table,
      TableStream stream,
      List<Partition> partitions,
      Optional<ChangePosition> end) {

    /** The place before which it has no records. */
    ChangePosition start() {
      return ChangePosition.atMillis(stream.enabledMillis());
    }

    /** Whether every shard knows that it gets no more records. */
    boolean isClosed() {
      return stream.status() == StreamStatus.DISABLED;
    }

    /** Unique over all streams, since streams of one table share its partitions. */
    String shardId(Partition partition) {
      HexFormat hex = HexFormat.of();
      return "shardId-%020d-".formatted(stream.enabledMillis())
          + hex.toHexDigits(partition.id().value().getMostSignificantBits())
          + hex.toHexDigits(partition.id().value().getLeastSignificantBits());
    }

    Optional<Partition> shard(String shardId) {
      return partitions.stream().filter(p -> shardId(p).equals(shardId)).findFirst();
    }

    Optional<Partition> partition(PartitionId id) {
      return partitions.stream().filter(p -> p.id().equals(id)).findFirst();
    }
  }

  /** All of them, by table name and then by age. */
  List<ReadableStream> all() {
    Catalog current = catalog.get();
    List<ReadableStream> streams = new ArrayList<>();
    for (RetiredStream retired : current.retiredStreams()) {
      if (isReadable(retired.stream())) {
        streams.add(
            new ReadableStream(
                retired.schema(), retired.stream(), retired.partitions(), Optional.empty()));
      }
    }
    for (TableDescriptor table : current.tables().values()) {
      switch (table.status()) {
        case CREATING, ACTIVE, UPDATING -> addStreams(current, table, streams);
        case DELETING -> {
          // Its streams are among the retired ones already.
        }
      }
    }
    streams.sort(
        Comparator.comparing((ReadableStream s) -> s.table().name())
            .thenComparing(s -> s.stream().label()));
    return streams;
  }

  private void addStreams(Catalog current, TableDescriptor table, List<ReadableStream> streams) {
    List<Partition> partitions = current.partitions().partitionsOf(table.schema().groupId());
    for (int i = 0; i < table.streams().size(); i++) {
      TableStream stream = table.streams().get(i);
      Optional<ChangePosition> end =
          i + 1 < table.streams().size()
              ? Optional.of(ChangePosition.atMillis(table.streams().get(i + 1).enabledMillis()))
              : Optional.empty();
      if (isReadable(stream)) {
        streams.add(new ReadableStream(table.schema(), stream, partitions, end));
      }
    }
  }

  /** The stream of an ARN, whatever region and account the ARN names. */
  ReadableStream require(String arn) {
    if (Arns.isStream(arn)) {
      String name = Arns.streamTable(arn);
      String label = Arns.streamLabel(arn);
      for (ReadableStream stream : all()) {
        if (stream.table().name().equals(name) && stream.stream().label().equals(label)) {
          return stream;
        }
      }
    }
    throw DynamoDbErrors.resourceNotFound(
        "Requested resource not found: Stream: " + arn + " not found");
  }

  static String arn(ReadableStream stream, RequestContext context) {
    return Arns.stream(context, stream.table().name(), stream.stream().label());
  }

  private boolean isReadable(TableStream stream) {
    return stream.isOpen()
        || clock.currentTimeMillis() - stream.disabledMillis() < retention.toMillis();
  }
}
