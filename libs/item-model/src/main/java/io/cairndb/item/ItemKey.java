package io.cairndb.item;

import io.cairndb.item.schema.KeySchema;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A primary key, encoded: who holds it needs no schema to compare or to place it. Immutable; the
 * arrays must not be changed.
 *
 * @param token where the key lives, {@link TokenHash} of {@code partition}, unsigned
 * @param partition encodings of the partition attributes
 * @param sort encodings of the sort attributes, empty when the table has none
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below; a copy per access would hurt
public record ItemKey(long token, byte[] partition, byte[] sort) {

  /** Places a key whose parts are encoded already. */
  public static ItemKey of(byte[] partition, byte[] sort) {
    return new ItemKey(TokenHash.of(partition), partition, sort);
  }

  /**
   * The key of a whole item, or of an item that holds nothing but the key.
   *
   * @throws IllegalArgumentException when a key attribute is missing or of another type
   */
  public static ItemKey of(KeySchema schema, Item item) {
    return of(KeyEncoder.encode(schema.partition(), item), KeyEncoder.encode(schema.sort(), item));
  }

  /**
   * As {@link #of(KeySchema, Item)}, from decoded attributes.
   *
   * @throws IllegalArgumentException when a key attribute is missing or of another type
   */
  public static ItemKey of(KeySchema schema, Map<String, AttributeValue> attributes) {
    return of(
        KeyEncoder.encode(schema.partition(), attributes),
        KeyEncoder.encode(schema.sort(), attributes));
  }

  /** Encoded partition and sort attributes follow one another in a key of this many bytes. */
  public int length() {
    return partition.length + sort.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ItemKey that
        && token == that.token
        && Arrays.equals(partition, that.partition)
        && Arrays.equals(sort, that.sort);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(token) * 31 + Arrays.hashCode(sort);
  }

  /** The token only: key values do not belong in logs. */
  @Override
  public String toString() {
    return "ItemKey[" + HexFormat.of().toHexDigits(token) + "]";
  }
}
