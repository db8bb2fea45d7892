package io.cairndb.shard.codec;

import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.placement.Partition;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PreparedTransaction;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.ShardStatistics;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is said to and by a shard, as bytes: for the wire and for replicated logs.
 *
 * <p>What is decoded shares the bytes it came from: nobody may change them afterwards. Every {@code
 * decode} throws {@link io.cairndb.message.format.MessageFormatException} for bytes that are not
 * exactly one message of its type, and nothing else; items that are to be stored have been read
 * through by then, those in answers are looked at when asked for. Stateless and thread-safe.
 */
public final class ShardCodec {
  /**
   * Version of the messages as a whole, which services tell each other when they meet. Raised when
   * something is added that an older reader must not skip.
   */
  public static final int VERSION = 1;

  private static final int TINY = 16;
  private static final int SMALL = 256;
  private static final int LARGE = 4096;

  /** Lengths, flags and a version beside an item. */
  private static final int ITEM_OVERHEAD = 32;

  /** Beyond what any message may have, a buffer may grow. */
  private static final int MAX_EXPECTED = 20 * 1024 * 1024;

  private ShardCodec() {}

  public static Bytes encode(ShardRequest request) {
    MessageWriter out = new MessageWriter(SMALL + itemBytes(request));
    switch (request) {
      case Command command -> CommandFields.write(out, command);
      case Read read -> ReadFields.write(out, read);
    }
    return out.toBytes();
  }

  public static ShardRequest decodeRequest(Bytes message) {
    return MessageReader.read("request", message, in -> in.union(ShardCodec::readRequest));
  }

  /** What items add to a message, where they are most of it: a buffer that grows copies them. */
  private static int itemBytes(ShardRequest request) {
    return request instanceof Command.WriteItem write
            && write.mutation() instanceof Mutation.Put put
        ? around(put.item())
        : 0;
  }

  private static int itemBytes(ShardResponse response) {
    long sum = 0;
    if (response instanceof ReadResult.ItemRead read) {
      sum = around(read.item());
    } else if (response instanceof ReadResult.RangePage page) {
      for (Item item : page.items()) {
        sum += around(item);
      }
    } else if (response instanceof ReadResult.ItemsRead reads) {
      for (ReadResult.ItemRead read : reads.items()) {
        sum += ITEM_OVERHEAD + around(read.item());
      }
    } else if (response instanceof CommandResult.Written written) {
      sum = (long) around(written.oldItem()) + around(written.newItem());
    }
    return (int) Math.min(sum, MAX_EXPECTED);
  }

  private static int around(@Nullable Item item) {
    return item == null ? 0 : item.length() + ITEM_OVERHEAD;
  }

  private static ShardRequest readRequest(int kind, MessageReader in) {
    return kind < ReadFields.FIRST_KIND ? CommandFields.read(kind, in) : ReadFields.read(kind, in);
  }

  public static Bytes encode(ShardResponse response) {
    MessageWriter out = new MessageWriter(SMALL + itemBytes(response));
    ResponseFields.write(out, response);
    return out.toBytes();
  }

  public static ShardResponse decodeResponse(Bytes message) {
    return MessageReader.read("response", message, in -> in.union(ResponseFields::read));
  }

  public static Bytes encodeChanges(List<ChangeRecord.Positioned> changes) {
    return encodeAll(changes, LARGE, ChangeFields::write);
  }

  public static List<ChangeRecord.Positioned> decodeChanges(Bytes message) {
    return MessageReader.read("changes", message, in -> in.list(ChangeFields::read));
  }

  public static Bytes encodePosition(ChangePosition position) {
    MessageWriter out = new MessageWriter(TINY);
    PlaceFields.writePosition(out, position);
    return out.toBytes();
  }

  public static ChangePosition decodePosition(Bytes message) {
    return MessageReader.read("position", message, PlaceFields::readPosition);
  }

  public static Bytes encodeLedger(List<LedgerEntry> entries) {
    return encodeAll(entries, SMALL, LedgerFields::writeEntry);
  }

  public static List<LedgerEntry> decodeLedger(Bytes message) {
    return MessageReader.read("ledger", message, in -> in.list(LedgerFields::readEntry));
  }

  public static Bytes encodePrepared(List<PreparedTransaction> prepared) {
    return encodeAll(prepared, SMALL, LedgerFields::writePrepared);
  }

  public static List<PreparedTransaction> decodePrepared(Bytes message) {
    return MessageReader.read(
        "prepared transactions", message, in -> in.list(LedgerFields::readPrepared));
  }

  public static Bytes encodeStatistics(ShardStatistics statistics) {
    MessageWriter out = new MessageWriter(LARGE);
    ChangeFields.writeStatistics(out, statistics);
    return out.toBytes();
  }

  public static ShardStatistics decodeStatistics(Bytes message) {
    return MessageReader.read("statistics", message, ChangeFields::readStatistics);
  }

  public static Bytes encodePartitions(List<Partition> partitions) {
    return encodeAll(partitions, SMALL, PlaceFields::writePartition);
  }

  public static List<Partition> decodePartitions(Bytes message) {
    return MessageReader.read("partitions", message, in -> in.list(PlaceFields::readPartition));
  }

  private static <T> Bytes encodeAll(
      List<T> values, int size, BiConsumer<MessageWriter, T> element) {
    MessageWriter out = new MessageWriter(size);
    out.list(values, element);
    return out.toBytes();
  }
}
