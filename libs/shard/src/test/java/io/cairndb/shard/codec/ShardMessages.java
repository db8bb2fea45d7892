package io.cairndb.shard.codec;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.message.format.RandomMessages;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random shard messages. */
final class ShardMessages {
  private ShardMessages() {}

  static RandomMessages of(SplittableRandom random) {
    RandomMessages messages = new RandomMessages(random);
    return messages
        .with(Epoch.class, r -> new Epoch(r.nextLong(1, Long.MAX_VALUE)))
        .with(ChangePosition.class, r -> new ChangePosition(r.nextLong(), r.nextInt(0x10000)))
        .with(TokenRange.class, ShardMessages::tokens)
        .with(DocumentPath.class, ShardMessages::path)
        .with(KeySchema.class, ShardMessages::key)
        .with(Read.GetItem.class, r -> getItem(messages))
        .with(Read.RangeRead.class, r -> rangeRead(messages, r));
  }

  /** Without a buffer, which stays where it is. */
  private static Read.GetItem getItem(RandomMessages messages) {
    return new Read.GetItem(
        (PartitionRef) messages.make(PartitionRef.class),
        (UUID) messages.make(UUID.class),
        (ItemKey) messages.make(ItemKey.class));
  }

  private static TokenRange tokens(SplittableRandom random) {
    long one = random.nextLong();
    long other = random.nextLong();
    return Long.compareUnsigned(one, other) < 0
        ? new TokenRange(one, other)
        : new TokenRange(other, one);
  }

  private static DocumentPath path(SplittableRandom random) {
    List<DocumentPath.Element> elements = new ArrayList<>();
    elements.add(new DocumentPath.Name("root" + random.nextInt(100)));
    for (int i = random.nextInt(3); i > 0; i--) {
      elements.add(
          random.nextBoolean()
              ? new DocumentPath.Name("é" + random.nextInt(100))
              : new DocumentPath.Index(random.nextInt(1000)));
    }
    return new DocumentPath(elements);
  }

  private static KeySchema key(SplittableRandom random) {
    KeyAttribute hash = new KeyAttribute("h" + random.nextInt(9), ScalarType.S);
    KeyAttribute range = new KeyAttribute("r" + random.nextInt(9), ScalarType.N);
    return new KeySchema(List.of(hash), random.nextBoolean() ? List.of(range) : List.of());
  }

  /** The fields of a range read that any value suits. */
  private record AnyFields(
      PartitionRef partition,
      UUID tableId,
      Optional<UUID> indexId,
      Read.KeyRange range,
      @Nullable Item exclusiveStart,
      Optional<Condition> filter,
      Optional<ProjectionList> projection) {}

  private static Read.RangeRead rangeRead(RandomMessages messages, SplittableRandom random) {
    AnyFields any = (AnyFields) messages.make(AnyFields.class);
    return new Read.RangeRead(
        any.partition(),
        any.tableId(),
        any.indexId(),
        any.range(),
        random.nextBoolean(),
        any.exclusiveStart(),
        random.nextInt(1, Integer.MAX_VALUE),
        random.nextLong(1, Long.MAX_VALUE),
        any.filter(),
        any.projection(),
        random.nextBoolean(),
        random.nextBoolean());
  }
}
