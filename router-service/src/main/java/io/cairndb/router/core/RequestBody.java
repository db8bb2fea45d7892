package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a request's body.
 *
 * @param bytes of which the first {@code length} are the body
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record RequestBody(byte[] bytes, int length) {

  private static final int FIRST_CHUNK = 64 * 1024;

  /**
   * Undoes the content encoding. Memory grows with what comes out, and only as far as the request
   * is granted: a few kilobytes can unpack to megabytes.
   *
   * @throws BodyTooLargeException when more than {@link FrontDoor#MAX_BODY_BYTES} come out
   */
  public static RequestBody of(FrontDoorRequest request) {
    if (isPlain(request)) {
      return new RequestBody(request.body(), request.bodyLength());
    }
    if (!isReadable(request)) {
      throw DynamoDbErrors.serialization();
    }
    try (GZIPInputStream source =
        new GZIPInputStream(new ByteArrayInputStream(request.body(), 0, request.bodyLength()))) {
      return unpack(source, request.memory());
    } catch (IOException damaged) {
      throw DynamoDbErrors.serialization();
    }
  }

  /** Whether the content encoding is one that can be undone, or none. */
  public static boolean isReadable(FrontDoorRequest request) {
    return isPlain(request) || "gzip".equalsIgnoreCase(encodingOf(request));
  }

  private static boolean isPlain(FrontDoorRequest request) {
    String encoding = encodingOf(request);
    return encoding == null || encoding.isEmpty() || encoding.equalsIgnoreCase("identity");
  }

  private static @Nullable String encodingOf(FrontDoorRequest request) {
    return request.headers().get("content-encoding");
  }

  private static RequestBody unpack(InputStream source, FrontDoorRequest.Memory memory)
      throws IOException {
    byte[] plain = new byte[0];
    int length = 0;
    while (true) {
      if (length == plain.length) {
        plain = grown(plain, memory);
      }
      int read = source.read(plain, length, plain.length - length);
      if (read < 0) {
        return new RequestBody(plain, length);
      }
      length += read;
      if (length > FrontDoor.MAX_BODY_BYTES) {
        throw new BodyTooLargeException();
      }
    }
  }

  private static byte[] grown(byte[] plain, FrontDoorRequest.Memory memory) {
    int capacity = Math.clamp(2L * plain.length, FIRST_CHUNK, FrontDoor.MAX_BODY_BYTES + 1);
    if (!memory.tryReserve(capacity - plain.length)) {
      throw DynamoDbErrors.serviceUnavailable();
    }
    return Arrays.copyOf(plain, capacity);
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
