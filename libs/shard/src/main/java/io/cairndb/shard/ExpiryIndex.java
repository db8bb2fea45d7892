package io.cairndb.shard;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.TableSchema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Byte layout of the tree {@code ttl} (docs/formats/shard-meta.md), and what counts as an expiry.
 * Pure functions.
 */
final class ExpiryIndex {
  /** No expiry. */
  static final long NEVER = -1;

  /** Items whose time passed longer ago than this are left alone, as in DynamoDB. */
  static final long OLDEST_SECONDS = 5L * 365 * 24 * 3600;

  private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 48);
  private static final int HEADER_BYTES = 24;
  private static final byte[] NO_VALUE = new byte[0];

  private ExpiryIndex() {}

  /** The second at which {@code item} expires, or {@link #NEVER}. */
  static long expirySeconds(TableSchema schema, @Nullable Item item) {
    if (item == null || schema.ttlAttribute().isEmpty()) {
      return NEVER;
    }
    if (!(item.get(schema.ttlAttribute().get()) instanceof AttributeValue.N number)) {
      return NEVER;
    }
    BigDecimal seconds = number.value().toBigDecimal();
    return seconds.signum() < 0 || seconds.compareTo(LARGEST) > 0 ? NEVER : seconds.longValue();
  }

  static byte[] key(UUID tableId, long expirySeconds, byte[] engineKey) {
    return new RecordWriter(HEADER_BYTES + engineKey.length)
        .uuid(tableId)
        .u64(expirySeconds)
        .raw(engineKey)
        .toArray();
  }

  /** First possible key of an expiry. */
  static byte[] lower(UUID tableId, long expirySeconds) {
    return key(tableId, expirySeconds, NO_VALUE);
  }

  static byte[] tablePrefix(UUID tableId) {
    return new RecordWriter(16).uuid(tableId).toArray();
  }

  static long secondsOf(byte[] key) {
    return new RecordReader("ttl key", key).skip(16).u64();
  }

  static byte[] engineKeyOf(byte[] key) {
    if (key.length <= HEADER_BYTES) {
      throw new ShardFormatException("ttl key without an item");
    }
    return Arrays.copyOfRange(key, HEADER_BYTES, key.length);
  }

  static byte[] value() {
    return NO_VALUE;
  }
}
