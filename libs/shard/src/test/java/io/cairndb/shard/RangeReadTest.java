package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyEncoder;
import io.cairndb.item.KeyLayout;
import io.cairndb.placement.TokenRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Queries and scans: bounds, order, pages and what counts towards them. */
final class RangeReadTest {
  private final ShardFixture fixture = new ShardFixture(new HeldEngine());

  /** A read under construction. */
  private static final class Spec {
    private Read.KeyRange range = collection("a", SortRange.all());
    private Optional<UUID> index = Optional.empty();
    private PartitionRef partition = REF;
    private boolean forward = true;
    private @Nullable Item start;
    private int limit = 1000;
    private long maxBytes = Read.RangeRead.PAGE_BYTES;
    private Optional<Condition> filter = Optional.empty();
    private Optional<ProjectionList> projection = Optional.empty();
    private boolean countOnly;
    private boolean fetch;

    Read.RangeRead build() {
      return new Read.RangeRead(
          partition,
          TABLE.tableId(),
          index,
          range,
          forward,
          start,
          limit,
          maxBytes,
          filter,
          projection,
          countOnly,
          fetch);
    }
  }

  @Test
  void aQueryReturnsOneCollectionInOrderEitherWay() {
    fill();
    Spec spec = new Spec();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), sortKeys(page(spec)));
    spec.forward = false;
    assertEquals(List.of(5L, 4L, 3L, 2L, 1L), sortKeys(page(spec)));
  }

  @Test
  void sortConditionsAreRanges() {
    fill();
    assertEquals(List.of(3L), query(SortRange.prefix(sort(3))));
    assertEquals(List.of(1L, 2L), query(SortRange.below(sort(3))));
    assertEquals(List.of(1L, 2L, 3L), query(SortRange.atMost(sort(3))));
    assertEquals(List.of(4L, 5L), query(SortRange.above(sort(3))));
    assertEquals(List.of(3L, 4L, 5L), query(SortRange.atLeast(sort(3))));
    assertEquals(List.of(2L, 3L), query(SortRange.between(sort(2), sort(3))));
    assertEquals(List.of(), query(SortRange.between(sort(3), sort(2))));
  }

  /** As DynamoDB: the limit was reached, so there is a place to go on, even at the very end. */
  @Test
  void aPageThatReachesItsLimitNamesItsLastKey() {
    fill();
    Spec spec = new Spec();
    spec.limit = 5;
    ReadResult.RangePage page = page(spec);
    assertEquals(item("a", 5), page.lastEvaluatedKey());
    spec.start = page.lastEvaluatedKey();
    page = page(spec);
    assertEquals(0, page.scannedCount());
    assertNull(page.lastEvaluatedKey());
  }

  @Test
  void pagesJoinUpEitherWay() {
    fill();
    for (boolean forward : new boolean[] {true, false}) {
      Spec spec = new Spec();
      spec.forward = forward;
      spec.limit = 2;
      List<Long> seen = new ArrayList<>();
      do {
        ReadResult.RangePage page = page(spec);
        seen.addAll(sortKeys(page));
        spec.start = page.lastEvaluatedKey();
      } while (spec.start != null);
      assertEquals(forward ? List.of(1L, 2L, 3L, 4L, 5L) : List.of(5L, 4L, 3L, 2L, 1L), seen);
    }
  }

  @Test
  void theItemThatCrossesThePageSizeIsIncluded() {
    fill();
    Spec spec = new Spec();
    int size = item("a", 1, "lsi", "k5", "x", "1").sizeInBytes();
    spec.maxBytes = 2L * size;
    ReadResult.RangePage page = page(spec);
    assertEquals(3, page.scannedCount());
    assertEquals(3L * size, page.scannedBytes());
    assertEquals(item("a", 3), page.lastEvaluatedKey());
  }

  @Test
  void filtersComeAfterLimitAndSize() {
    fill();
    Spec spec = new Spec();
    spec.limit = 3;
    spec.filter = Optional.of(new Condition.AttributeExists(DocumentPath.ofAttribute("nothing")));
    ReadResult.RangePage page = page(spec);
    assertEquals(3, page.scannedCount());
    assertEquals(0, page.count());
    assertEquals(item("a", 3), page.lastEvaluatedKey());
  }

  @Test
  void countsCarryNoItems() {
    fill();
    Spec spec = new Spec();
    spec.countOnly = true;
    ReadResult.RangePage page = page(spec);
    assertEquals(5, page.count());
    assertEquals(List.of(), page.items());
  }

  @Test
  void projectionsCutItems() {
    fill();
    Spec spec = new Spec();
    spec.limit = 1;
    spec.projection = Optional.of(new ProjectionList(List.of(DocumentPath.ofAttribute("x"))));
    assertEquals(Set.of("x"), page(spec).items().getFirst().attributes().keySet());
  }

  @Test
  void aLocalIndexIsReadInItsOwnOrderAndCanFetchWholeItems() {
    fill();
    Spec spec = new Spec();
    spec.index = Optional.of(ShardFixture.LOCAL.id());
    ReadResult.RangePage page = page(spec);
    assertEquals(List.of(5L, 4L, 3L, 2L, 1L), sortKeys(page));
    assertEquals(item("a", 5, "lsi", "k1"), page.items().getFirst());
    spec.fetch = true;
    spec.limit = 2;
    page = page(spec);
    assertEquals(item("a", 5, "lsi", "k1", "x", "5"), page.items().getFirst());
    assertEquals(2, page.fetchedBlocks());
    assertEquals(item("a", 4, "lsi", "k2"), page.lastEvaluatedKey());
    spec.start = page.lastEvaluatedKey();
    assertEquals(List.of(3L, 2L), sortKeys(page(spec)));
  }

  @Test
  void aGlobalIndexIsATableOfItsOwn() {
    Item entry = item("a", 1, "gsi", "g");
    ItemKey indexKey = ItemKey.of(ShardFixture.GLOBAL.key(), entry);
    byte[] key =
        KeyLayout.globalEntry(
            ShardFixture.GLOBAL.id(), indexKey, ItemKey.of(ShardFixture.KEY, entry));
    fixture.submit(
        new Command.ApplyIndexChanges(
            PartitionRef.of(ShardFixture.INDEX_PARTITION),
            REF.id(),
            new ChangePosition(1, 0),
            List.of(new IndexMutation(new ChangePosition(1, 0), key, entry))));
    Spec spec = new Spec();
    spec.index = Optional.of(ShardFixture.GLOBAL.id());
    spec.partition = PartitionRef.of(ShardFixture.INDEX_PARTITION);
    spec.range =
        new Read.KeyRange.OfCollection(
            indexKey.token(), indexKey.partition(), SortRange.prefix(indexKey.sort()));
    spec.limit = 1;
    ReadResult.RangePage page = page(spec);
    assertEquals(List.of(entry), page.items());
    assertEquals(entry, page.lastEvaluatedKey());
    spec.start = page.lastEvaluatedKey();
    assertEquals(0, page(spec).scannedCount());
    spec.range = new Read.KeyRange.OfTokens(TokenRange.ALL);
    spec.start = null;
    assertEquals(List.of(entry), page(spec).items());
  }

  @Test
  void scansPassOverEverythingThatIsNotAnItem() {
    fill();
    Spec spec = new Spec();
    spec.range = new Read.KeyRange.OfTokens(TokenRange.ALL);
    assertEquals(8, page(spec).scannedCount());
    spec.index = Optional.of(ShardFixture.LOCAL.id());
    assertEquals(5, page(spec).scannedCount());
  }

  @Test
  void segmentsOfAScanCoverEveryItemOnce() {
    for (int i = 0; i < 200; i++) {
      fixture.submit(put(item("p" + i, i, "lsi", "k")));
    }
    Set<Item> seen = new HashSet<>();
    int count = 0;
    for (TokenRange segment : TokenRange.split(7)) {
      Spec spec = new Spec();
      spec.range = new Read.KeyRange.OfTokens(segment);
      spec.limit = 9;
      do {
        ReadResult.RangePage page = page(spec);
        seen.addAll(page.items());
        count += page.count();
        spec.start = page.lastEvaluatedKey();
      } while (spec.start != null);
    }
    assertEquals(200, count);
    assertEquals(200, seen.size());
  }

  @Test
  void readsOfAnUnknownPartitionOrIndexAreRefused() {
    Spec spec = new Spec();
    spec.partition = PartitionRef.of(ShardFixture.INDEX_PARTITION);
    assertInstanceOf(Refusal.WrongPartition.class, fixture.shard.reader().read(spec.build()));
    spec.partition = REF;
    spec.index = Optional.of(new UUID(0, 0));
    assertInstanceOf(Refusal.TableGone.class, fixture.shard.reader().read(spec.build()));
  }

  /** Five items with a local entry under {@code a}, in reverse index order, and three others. */
  private void fill() {
    for (int i = 1; i <= 5; i++) {
      fixture.submit(put(item("a", i, "lsi", "k" + (6 - i), "x", "" + i)));
    }
    fixture.submit(put(item("b", 1)));
    fixture.submit(put(item("b", 2)));
    fixture.submit(put(item("c", 1)));
  }

  private List<Long> query(SortRange range) {
    Spec spec = new Spec();
    spec.range = collection("a", range);
    return sortKeys(page(spec));
  }

  private ReadResult.RangePage page(Spec spec) {
    return assertInstanceOf(ReadResult.RangePage.class, fixture.shard.reader().read(spec.build()));
  }

  private static List<Long> sortKeys(ReadResult.RangePage page) {
    return page.items().stream()
        .map(
            item ->
                assertInstanceOf(AttributeValue.N.class, item.get("sk"))
                    .value()
                    .toBigDecimal()
                    .longValue())
        .toList();
  }

  private static byte[] sort(long value) {
    return KeyEncoder.encode(ShardFixture.number(value));
  }

  private static Read.KeyRange collection(String pk, SortRange sort) {
    ItemKey key = ShardFixture.key(pk, 0);
    return new Read.KeyRange.OfCollection(key.token(), key.partition(), sort);
  }
}
