package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a request's body.
 *
 * @param bytes of which the first {@code length} are the body
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record RequestBody(byte[] bytes, int length) {

  /**
   * Undoes the content encoding.
   *
   * @throws BodyTooLargeException when more than {@link FrontDoor#MAX_BODY_BYTES} come out
   */
  static RequestBody decode(byte[] body, int length, @Nullable String encoding) {
    if (encoding == null || encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
      return new RequestBody(body, length);
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw DynamoDbErrors.serialization();
    }
    try (GZIPInputStream source = new GZIPInputStream(new ByteArrayInputStream(body, 0, length))) {
      byte[] plain = source.readNBytes(FrontDoor.MAX_BODY_BYTES + 1);
      if (plain.length > FrontDoor.MAX_BODY_BYTES) {
        throw new BodyTooLargeException();
      }
      return new RequestBody(plain, plain.length);
    } catch (IOException damaged) {
      throw DynamoDbErrors.serialization();
    }
  }

  /** For requests that fail another check: a body that is no JSON is reported first. */
  void requireJsonUnlessEmpty() {
    if (length > 0) {
      JsonReader reader = new JsonReader().reset(bytes, 0, length);
      reader.skipValue();
      reader.requireEnd();
    }
  }
}
