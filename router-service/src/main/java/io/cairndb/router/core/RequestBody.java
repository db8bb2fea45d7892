package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** From the bytes of a request to the JSON of its body. */
final class RequestBody {
  private RequestBody() {}

  /**
   * Undoes the content encoding.
   *
   * @throws BodyTooLargeException when more than {@link FrontDoor#MAX_BODY_BYTES} come out
   */
  static byte[] decode(byte[] body, @Nullable String encoding) {
    if (encoding == null || encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
      return body;
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw DynamoDbErrors.serialization();
    }
    try (GZIPInputStream source = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = source.readNBytes(FrontDoor.MAX_BODY_BYTES + 1);
      if (plain.length > FrontDoor.MAX_BODY_BYTES) {
        throw new BodyTooLargeException();
      }
      return plain;
    } catch (IOException damaged) {
      throw DynamoDbErrors.serialization();
    }
  }

  /** For requests that fail another check: a body that is no JSON is reported first. */
  static void requireJsonUnlessEmpty(byte[] body) {
    if (body.length > 0) {
      JsonReader reader = new JsonReader().reset(body);
      reader.skipValue();
      reader.requireEnd();
    }
  }
}
