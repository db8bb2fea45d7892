package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.ScanRequest;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.Substitutions;
import io.cairndb.item.Item;
import io.cairndb.placement.TokenRange;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code Scan}: partition after partition in token order, until a page is full. A segment is a
 * range of tokens, so the segments of a scan share nothing and miss nothing.
 */
final class ScanOperation implements DynamoDbOperation {
  private static final BigInteger TOKENS = BigInteger.ONE.shiftLeft(Long.SIZE);

  private final TablePlans tables;
  private final RangeReads reads;
  private final ExpressionCompiler compiler;

  ScanOperation(TablePlans tables, RangeReads reads, ExpressionCompiler compiler) {
    this.tables = tables;
    this.reads = reads;
    this.compiler = compiler;
  }

  /** The page so far. Confined to the request. */
  private static final class Collected implements RangeReads.Parts {
    private final int limit;
    private final List<Item> items = new ArrayList<>();
    private int count;
    private int scannedCount;
    private long scannedBytes;
    private long fetchedBlocks;
    private @Nullable Item lastEvaluatedKey;

    Collected(int limit) {
      this.limit = limit;
    }

    @Override
    public RangeReads.Page rest(@Nullable Item after) {
      return new RangeReads.Page(
          true, after, limit - scannedCount, Read.RangeRead.PAGE_BYTES - scannedBytes);
    }

    @Override
    public boolean add(ReadResult.RangePage page) {
      items.addAll(page.items());
      count += page.count();
      scannedCount += page.scannedCount();
      scannedBytes += page.scannedBytes();
      fetchedBlocks += page.fetchedBlocks();
      lastEvaluatedKey = page.lastEvaluatedKey();
      return lastEvaluatedKey != null;
    }

    ReadResult.RangePage page() {
      return new ReadResult.RangePage(
          items, count, scannedCount, scannedBytes, fetchedBlocks, lastEvaluatedKey);
    }
  }

  @Override
  public String name() {
    return "Scan";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    ScanRequest request = ScanRequest.parse(body);
    RangeReads.PageOf read = read(request);
    return CompletableFuture.completedFuture(
        RangeReads.answer(
            read.shape(), request.tableName(), request.returnConsumedCapacity(), read.page()));
  }

  /** Reads a page; waits for it. */
  RangeReads.PageOf read(ScanRequest request) {
    requireSegment(request);
    ReadShape.Choice choice = compile(request);
    TablePlan table = tables.require(request.tableName());
    ReadShape shape = choice.on(table);
    TokenRange tokens = tokensOf(request);
    long firstToken = tokens.fromInclusive();
    Item start = request.exclusiveStartKey();
    if (start != null) {
      StartKey.requireShape(shape, start, false);
      firstToken = StartKey.placeOf(shape, start).token();
      if (!tokens.contains(firstToken)) {
        throw StartKey.ofAnotherSegment(
            request.segment() == null ? 0 : request.segment(),
            request.totalSegments() == null ? 1 : request.totalSegments());
      }
    }
    choice.requireProjected(shape);
    reads.settled(shape).join();
    int limit = request.limit() == null ? Integer.MAX_VALUE : request.limit();
    Collected collected = new Collected(limit);
    reads.scan(shape, tokens, firstToken, start, collected);
    return new RangeReads.PageOf(shape, collected.page());
  }

  private static void requireSegment(ScanRequest request) {
    if (request.totalSegments() == null && request.segment() == null) {
      return;
    }
    if (request.totalSegments() == null) {
      throw DynamoDbErrors.validation(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (request.segment() == null) {
      throw DynamoDbErrors.validation(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (request.segment() >= request.totalSegments()) {
      throw DynamoDbErrors.validation(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: "
              + request.segment()
              + " is not less than TotalSegments: "
              + request.totalSegments());
    }
  }

  private ReadShape.Choice compile(ScanRequest request) {
    Substitutions substitutions =
        Substitutions.checked(
            request.expressionAttributeNames(), request.expressionAttributeValues());
    ReadShape.Choice choice = ReadParameters.of(request).compile(compiler, substitutions);
    substitutions.requireAllUsed();
    choice.requireConsistent();
    return choice;
  }

  private static TokenRange tokensOf(ScanRequest request) {
    if (request.segment() == null || request.totalSegments() == null) {
      return TokenRange.ALL;
    }
    int segment = request.segment();
    return new TokenRange(
        boundary(segment, request.totalSegments()),
        boundary(segment + 1, request.totalSegments()) - 1);
  }

  private static long boundary(int segment, int totalSegments) {
    return TOKENS
        .multiply(BigInteger.valueOf(segment))
        .divide(BigInteger.valueOf(totalSegments))
        .longValue();
  }
}
