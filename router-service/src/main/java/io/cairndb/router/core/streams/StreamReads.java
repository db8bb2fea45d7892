package io.cairndb.router.core.streams;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.GetRecordsRequest;
import io.cairndb.dynamodb.wire.request.GetShardIteratorRequest;
import io.cairndb.dynamodb.wire.response.GetRecordsResponse;
import io.cairndb.dynamodb.wire.response.GetShardIteratorResponse;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.env.Clock;
import io.cairndb.placement.Partition;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.streams.ShardIterator.Origin;
import io.cairndb.router.core.streams.StreamCatalog.ReadableStream;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GetShardIterator and GetRecords. */
final class StreamReads {
  private static final int RECORDS_MAX = 1000;
  private static final long BYTES_MAX = 1024 * 1024;
  private static final Duration ITERATOR_LIFE = Duration.ofMinutes(15);

  private final StreamCatalog streams;
  private final ChangeLogSource changes;
  private final Clock clock;
  private final Duration retention;

  StreamReads(StreamCatalog streams, ChangeLogSource changes, Clock clock, Duration retention) {
    this.streams = streams;
    this.changes = changes;
    this.clock = clock;
    this.retention = retention;
  }

  Response iterator(byte[] body, RequestContext context) {
    GetShardIteratorRequest request = GetShardIteratorRequest.parse(body);
    ReadableStream stream = streams.require(request.streamArn());
    Partition partition =
        stream
            .shard(request.shardId())
            .orElseThrow(
                () ->
                    DynamoDbErrors.resourceNotFound(
                        "Requested resource not found: Shard: "
                            + request.shardId()
                            + " not found"));
    ChangePosition tail = changes.tail(partition);
    ChangePosition first = SequenceNumbers.before(stream.start());
    ChangePosition after =
        switch (request.shardIteratorType()) {
          case TRIM_HORIZON -> first;
          case LATEST -> max(first, tail);
          case AT_SEQUENCE_NUMBER -> SequenceNumbers.before(sequenceNumber(request));
          case AFTER_SEQUENCE_NUMBER -> sequenceNumber(request);
        };
    Origin origin =
        switch (request.shardIteratorType()) {
          case TRIM_HORIZON -> Origin.HORIZON;
          case LATEST -> Origin.CAUGHT_UP;
          case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER ->
              after.compareTo(tail) >= 0 ? Origin.CAUGHT_UP : Origin.BACKLOG;
        };
    requireNotTrimmed(partition, after, origin);
    return new GetShardIteratorResponse(
        next(StreamCatalog.arn(stream, context), partition, max(first, after), origin));
  }

  private static ChangePosition sequenceNumber(GetShardIteratorRequest request) {
    if (request.sequenceNumber() == null) {
      throw DynamoDbErrors.invalidParameter(
          "SequenceNumber is required for" + " ShardIteratorType " + request.shardIteratorType());
    }
    return SequenceNumbers.parse(request.sequenceNumber());
  }

  Response records(byte[] body, RequestContext context) {
    GetRecordsRequest request = GetRecordsRequest.parse(body);
    int limit = PageLimit.of(request.limit(), RECORDS_MAX);
    ShardIterator iterator = ShardIterator.decode(request.shardIterator());
    long age = clock.currentTimeMillis() - iterator.issuedMillis();
    if (age > ITERATOR_LIFE.toMillis()) {
      throw DynamoDbErrors.expiredIterator(
          "The shard iterator has expired. Shard iterators are valid for 15 minutes");
    }
    ReadableStream stream = streams.require(iterator.streamArn());
    Partition partition =
        stream
            .partition(iterator.partition())
            .orElseThrow(() -> DynamoDbErrors.validation("Invalid ShardIterator"));
    requireNotTrimmed(partition, iterator.after(), iterator.origin());
    return page(stream, partition, iterator, limit, context);
  }

  /**
   * One read of the change log, whatever it holds for the stream: a stretch of records that are for
   * indexes only gives an empty page and a later iterator.
   */
  private Response page(
      ReadableStream stream,
      Partition partition,
      ShardIterator iterator,
      int limit,
      RequestContext context) {
    // Taken before reading: a record written in between is then behind the tail.
    ChangePosition tail = changes.tail(partition);
    List<ChangeRecord.Positioned> read =
        changes.read(partition, iterator.after(), limit, BYTES_MAX);
    StreamRecords records = new StreamRecords(stream, context);
    List<io.cairndb.dynamodb.wire.response.ChangeRecord> page = new ArrayList<>();
    ChangePosition after = iterator.after();
    boolean ended = false;
    for (ChangeRecord.Positioned positioned : read) {
      if (stream.end().isPresent() && positioned.position().compareTo(stream.end().get()) >= 0) {
        ended = true;
        break;
      }
      after = positioned.position();
      records.of(positioned).ifPresent(page::add);
    }
    boolean caughtUp = after.compareTo(tail) >= 0 || read.isEmpty();
    boolean closed = stream.isClosed() && (ended || caughtUp);
    Origin origin = caughtUp ? Origin.CAUGHT_UP : Origin.BACKLOG;
    if (read.isEmpty() && iterator.origin() == Origin.HORIZON) {
      origin = Origin.HORIZON;
    }
    String arn = iterator.streamArn();
    return new GetRecordsResponse(page, closed ? null : next(arn, partition, after, origin));
  }

  private String next(String arn, Partition partition, ChangePosition after, Origin origin) {
    return new ShardIterator(arn, partition.id(), after, origin, clock.currentTimeMillis())
        .encode();
  }

  /** Records the reader has not seen may be gone only when it had some before it. */
  private void requireNotTrimmed(Partition partition, ChangePosition after, Origin origin) {
    boolean old = clock.currentTimeMillis() - after.millis() > retention.toMillis();
    if (origin != Origin.BACKLOG || !old) {
      return;
    }
    Optional<ChangePosition> oldest = changes.oldest(partition);
    if (oldest.isEmpty() || oldest.get().compareTo(after) > 0) {
      throw DynamoDbErrors.trimmedDataAccess("The data you are trying to access has been trimmed");
    }
  }

  private static ChangePosition max(ChangePosition left, ChangePosition right) {
    return left.compareTo(right) >= 0 ? left : right;
  }
}
