package io.cairndb.router.core.streams;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.DescribeStreamRequest;
import io.cairndb.dynamodb.wire.request.ListStreamsRequest;
import io.cairndb.dynamodb.wire.response.DescribeStreamResponse;
import io.cairndb.dynamodb.wire.response.ListStreamsResponse;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.dynamodb.wire.response.SequenceNumberRange;
import io.cairndb.dynamodb.wire.response.StreamDescription;
import io.cairndb.dynamodb.wire.response.StreamShard;
import io.cairndb.dynamodb.wire.response.StreamSummary;
import io.cairndb.env.Clock;
import io.cairndb.placement.Partition;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.streams.StreamCatalog.ReadableStream;
import io.cairndb.router.core.tables.Arns;
import io.cairndb.router.core.tables.BlockingOperation;
import io.cairndb.router.core.tables.TableDescriptions;
import io.cairndb.shard.ChangePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All operations of this package; those that describe streams are here. */
public final class StreamOperations {
  private static final int PAGE_MAX = 100;

  private final StreamCatalog streams;

  private StreamOperations(StreamCatalog streams) {
    this.streams = streams;
  }

  /**
   * The operations, for a registry.
   *
   * @param retention how long changes are kept, and so closed streams readable
   */
  public static List<DynamoDbOperation> all(
      Supplier<Catalog> catalog, ChangeLogSource changes, Clock clock, Duration retention) {
    StreamCatalog streams = new StreamCatalog(catalog, clock, retention);
    StreamOperations describing = new StreamOperations(streams);
    StreamReads reading = new StreamReads(streams, changes, clock, retention);
    return List.of(
        new BlockingOperation("ListStreams", describing::list),
        new BlockingOperation("DescribeStream", describing::describe),
        new BlockingOperation("GetShardIterator", reading::iterator),
        new BlockingOperation("GetRecords", reading::records));
  }

  private Response list(byte[] body, RequestContext context) {
    ListStreamsRequest request = ListStreamsRequest.parse(body);
    List<ReadableStream> rest = new ArrayList<>(streams.all());
    if (request.tableName() != null) {
      rest.removeIf(stream -> !stream.table().name().equals(request.tableName()));
    }
    if (request.exclusiveStartStreamArn() != null) {
      String start = startKey(request.exclusiveStartStreamArn());
      rest.removeIf(stream -> key(stream).compareTo(start) <= 0);
    }
    List<StreamSummary> page = new ArrayList<>();
    int limit = PageLimit.of(request.limit(), PAGE_MAX);
    for (ReadableStream stream : rest.subList(0, Math.min(limit, rest.size()))) {
      page.add(
          new StreamSummary(
              StreamCatalog.arn(stream, context), stream.table().name(), stream.stream().label()));
    }
    return new ListStreamsResponse(page, rest.size() > limit ? page.getLast().streamArn() : null);
  }

  /** Orders as {@link StreamCatalog#all} does: NUL is in no table name. */
  private static String key(ReadableStream stream) {
    return stream.table().name() + '\0' + stream.stream().label();
  }

  private static String startKey(String arn) {
    if (!Arns.isStream(arn)) {
      throw DynamoDbErrors.validation("Invalid StreamArn: " + arn);
    }
    return Arns.streamTable(arn) + '\0' + Arns.streamLabel(arn);
  }

  private Response describe(byte[] body, RequestContext context) {
    DescribeStreamRequest request = DescribeStreamRequest.parse(body);
    ReadableStream stream = streams.require(request.streamArn());
    List<Partition> rest = new ArrayList<>(stream.partitions());
    if (request.shardFilter() != null) {
      // Asks for the children of a shard, and partitions have none before the first split.
      rest.clear();
    }
    if (request.exclusiveStartShardId() != null) {
      String start = request.exclusiveStartShardId();
      rest.removeIf(partition -> stream.shardId(partition).compareTo(start) <= 0);
    }
    rest.sort((left, right) -> stream.shardId(left).compareTo(stream.shardId(right)));
    int limit = PageLimit.of(request.limit(), PAGE_MAX);
    List<StreamShard> page = new ArrayList<>();
    for (Partition partition : rest.subList(0, Math.min(limit, rest.size()))) {
      page.add(new StreamShard(stream.shardId(partition), range(stream), null));
    }
    return new DescribeStreamResponse(
        new StreamDescription(
            StreamCatalog.arn(stream, context),
            stream.stream().label(),
            status(stream.stream().status()),
            stream.stream().view(),
            Instant.ofEpochMilli(stream.stream().enabledMillis()),
            stream.table().name(),
            TableDescriptions.keySchema(stream.table().key()),
            page,
            rest.size() > limit ? page.getLast().shardId() : null));
  }

  /** An end tells a reader that the shard is closed. */
  private static SequenceNumberRange range(ReadableStream stream) {
    String end =
        stream.isClosed()
            ? SequenceNumbers.of(ChangePosition.atMillis(stream.stream().disabledMillis()))
            : null;
    return new SequenceNumberRange(SequenceNumbers.of(stream.start()), end);
  }

  private static io.cairndb.dynamodb.wire.response.StreamStatus status(StreamStatus status) {
    return switch (status) {
      case ENABLING -> io.cairndb.dynamodb.wire.response.StreamStatus.ENABLING;
      case ENABLED -> io.cairndb.dynamodb.wire.response.StreamStatus.ENABLED;
      case DISABLING -> io.cairndb.dynamodb.wire.response.StreamStatus.DISABLING;
      case DISABLED -> io.cairndb.dynamodb.wire.response.StreamStatus.DISABLED;
    };
  }
}
