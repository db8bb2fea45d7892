package io.cairndb.router.core.partiql;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.ItemJsonReader;
import io.cairndb.dynamodb.wire.json.JsonReader;
import io.cairndb.dynamodb.wire.json.JsonTypes.Place;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.item.Bytes;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement goes on. On the wire: the digest of the statement (16 bytes), the range (4
 * bytes, big-endian) and the key as DynamoDB's JSON, in the URL-safe form of Base64. It means
 * nothing to another statement, and is not secret: who holds it may read the table anyway.
 *
 * @param range the number of the key range to go on with, from 0
 * @param after the key to go on after; null at the beginning of the range
 */
public record NextToken(int range, @Nullable Item after) {
  /** Where every statement begins. */
  public static final NextToken START = new NextToken(0, null);

  private static final int HEADER_BYTES = StatementDigest.BYTES + Integer.BYTES;

  public String encode(Bytes statement) {
    byte[] key = after == null ? new byte[0] : json(after);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + key.length);
    bytes.put(statement.toArray()).putInt(range).put(key);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a token.
   *
   * @throws DynamoDbException ValidationException when it is none, or another statement's
   */
  public static NextToken decode(String text, Bytes statement) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      throw invalid();
    }
    if (bytes.remaining() < HEADER_BYTES) {
      throw invalid();
    }
    byte[] minter = new byte[StatementDigest.BYTES];
    bytes.get(minter);
    if (!Bytes.of(minter).equals(statement)) {
      throw DynamoDbErrors.validation("NextToken does not match request");
    }
    int range = bytes.getInt();
    byte[] key = new byte[bytes.remaining()];
    bytes.get(key);
    if (range < 0) {
      throw invalid();
    }
    return new NextToken(range, key.length == 0 ? null : item(key));
  }

  private static byte[] json(Item item) {
    WireBuffer buffer = new WireBuffer();
    new JsonWriter(buffer).item(item);
    return buffer.toByteArray();
  }

  private static Item item(byte[] json) {
    try {
      JsonReader reader = new JsonReader().reset(json);
      Item item = new ItemJsonReader().readItem(reader, Place.MEMBER);
      reader.requireEnd();
      return item;
    } catch (DynamoDbException | InvalidValueException damaged) {
      throw invalid();
    }
  }

  private static DynamoDbException invalid() {
    return DynamoDbErrors.validation("Invalid NextToken");
  }
}
