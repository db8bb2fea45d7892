package io.cairndb.router.core.streams;

import io.cairndb.dynamodb.wire.response.EventName;
import io.cairndb.item.Item;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.StreamView;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.streams.StreamCatalog.ReadableStream;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From records of the change log to those of a stream. */
final class StreamRecords {
  private static final long INDEX_SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final ReadableStream stream;
  private final List<String> keyNames = new ArrayList<>();
  private final String region;

  StreamRecords(ReadableStream stream, RequestContext context) {
    this.stream = stream;
    this.region = context.region();
    stream.table().key().partition().stream().map(KeyAttribute::name).forEach(keyNames::add);
    stream.table().key().sort().stream().map(KeyAttribute::name).forEach(keyNames::add);
  }

  /** The stream's record of a change; empty when the stream does not show it. */
  Optional<io.cairndb.dynamodb.wire.response.ChangeRecord> of(ChangeRecord.Positioned positioned) {
    ChangeRecord change = positioned.change();
    Item image = change.newItem() != null ? change.newItem() : change.oldItem();
    if (!change.streamed() || image == null) {
      return Optional.empty();
    }
    EventName event =
        switch (change.kind()) {
          case INSERT -> EventName.INSERT;
          case MODIFY -> EventName.MODIFY;
          case REMOVE -> EventName.REMOVE;
          case BACKFILL -> null;
        };
    if (event == null) {
      return Optional.empty();
    }
    StreamView view = stream.stream().view();
    Item keys = image.project(keyNames);
    Item updated = showsNew(view) ? change.newItem() : null;
    Item old = showsOld(view) ? change.oldItem() : null;
    return Optional.of(
        new io.cairndb.dynamodb.wire.response.ChangeRecord(
            eventId(positioned.position(), change),
            event,
            region,
            Instant.ofEpochMilli(change.hlc().physicalMillis()),
            keys,
            updated,
            old,
            SequenceNumbers.of(positioned.position()),
            keys.sizeInBytes() + size(updated) + size(old),
            view,
            change.origin() == ChangeRecord.Origin.TTL));
  }

  private static boolean showsNew(StreamView view) {
    return switch (view) {
      case NEW_IMAGE, NEW_AND_OLD_IMAGES -> true;
      case OLD_IMAGE, KEYS_ONLY -> false;
    };
  }

  private static boolean showsOld(StreamView view) {
    return switch (view) {
      case OLD_IMAGE, NEW_AND_OLD_IMAGES -> true;
      case NEW_IMAGE, KEYS_ONLY -> false;
    };
  }

  private static long size(@Nullable Item item) {
    return item == null ? 0 : item.sizeInBytes();
  }

  /** The same change has the same id however often it is read. */
  private static String eventId(ChangePosition position, ChangeRecord change) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(change.hlc().msb())
        + hex.toHexDigits(change.hlc().lsb() ^ (position.index() * INDEX_SPREAD));
  }
}
