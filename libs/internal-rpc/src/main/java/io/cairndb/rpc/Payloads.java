package io.cairndb.rpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.cairndb.item.Bytes;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.proto.Id;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.Position;
import io.cairndb.rpc.proto.ShardRef;
import io.cairndb.shard.ChangePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between protobuf's types and ours. Stateless. */
public final class Payloads {
  private Payloads() {}

  /** Shares the bytes, which nobody may change any more. */
  public static ByteString toByteString(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array(), bytes.offset(), bytes.length());
  }

  /** Shares the bytes where they lie in one array, as they do in a received message. */
  public static Bytes toBytes(ByteString bytes) {
    OneArray target = new OneArray();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.whole == null ? Bytes.of(bytes.toByteArray()) : target.whole;
  }

  public static Payload payload(Bytes message) {
    return Payload.newBuilder().setMessage(toByteString(message)).build();
  }

  public static Bytes message(Payload payload) {
    return toBytes(payload.getMessage());
  }

  public static Id id(UUID id) {
    return Id.newBuilder()
        .setMsb(id.getMostSignificantBits())
        .setLsb(id.getLeastSignificantBits())
        .build();
  }

  public static UUID uuid(Id id) {
    return new UUID(id.getMsb(), id.getLsb());
  }

  public static PartitionId partitionId(Id id) {
    return new PartitionId(uuid(id));
  }

  public static ShardRef shard(ShardId shard) {
    return ShardRef.newBuilder().setNode(shard.node()).setIndex(shard.index()).build();
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static ShardId shardId(ShardRef shard) {
    return new ShardId(shard.getNode(), shard.getIndex());
  }

  public static Position position(ChangePosition position) {
    return Position.newBuilder().setHlcMsb(position.hlcMsb()).setIndex(position.index()).build();
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static ChangePosition changePosition(Position position) {
    return new ChangePosition(position.getHlcMsb(), position.getIndex());
  }

  /** Takes note of the array when there is only one. */
  private static final class OneArray extends ByteOutput {
    private @Nullable Bytes whole;
    private int pieces;

    private void take(@Nullable Bytes piece) {
      whole = pieces++ == 0 ? piece : null;
    }

    @Override
    public void write(byte value) {
      take(null);
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      take(null);
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      take(Bytes.of(value, offset, length));
    }

    @Override
    public void write(ByteBuffer value) {
      take(null);
    }

    @Override
    public void writeLazy(ByteBuffer value) {
      take(null);
    }
  }
}
