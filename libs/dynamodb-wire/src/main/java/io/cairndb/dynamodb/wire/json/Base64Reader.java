package io.cairndb.dynamodb.wire.json;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import java.util.Arrays;

/** Reads binary values into a buffer of its own. Confined to one thread at a time. */
final class Base64Reader {
  private static final int KEEP_BYTES = 1 << 16;
  private static final byte[] VALUES = values();

  private byte[] bytes = new byte[256];
  private int length;

  /** Reads a string in Base64; the result is valid until the next call. */
  void read(JsonReader json) {
    switch (json.peek()) {
      case STRING -> json.readString();
      case OBJECT -> throw JsonTypes.structureNotExpected();
      case ARRAY ->
          throw DynamoDbErrors.serialization(
              "Unrecognized collection type class java.nio.ByteBuffer");
      case NUMBER, TRUE, FALSE, NULL ->
          throw DynamoDbErrors.serialization(
              "only base-64-encoded strings are convertible to bytes");
    }
    decode(json.text(), json.textOffset(), json.textLength());
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void shrink() {
    if (bytes.length > KEEP_BYTES) {
      bytes = new byte[256];
    }
  }

  private void decode(byte[] in, int offset, int textLength) {
    if ((textLength & 3) != 0) {
      throw DynamoDbErrors.serialization(
          "Base64 encoded length is expected a multiple of 4 bytes but found: " + textLength);
    }
    int end = offset + textLength;
    int padding = 0;
    while (padding < 2 && end > offset && in[end - 1] == '=') {
      end--;
      padding++;
    }
    length = textLength / 4 * 3 - padding;
    if (bytes.length < length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
    int at = 0;
    int i = offset;
    for (; i + 4 <= end; i += 4) {
      int bits =
          value(in[i]) << 18 | value(in[i + 1]) << 12 | value(in[i + 2]) << 6 | value(in[i + 3]);
      bytes[at++] = (byte) (bits >> 16);
      bytes[at++] = (byte) (bits >> 8);
      bytes[at++] = (byte) bits;
    }
    if (padding > 0) {
      decodeTail(in, i, at, padding);
    }
  }

  private void decodeTail(byte[] in, int from, int to, int padding) {
    int bits = value(in[from]) << 18 | value(in[from + 1]) << 12;
    if (padding == 1) {
      bits |= value(in[from + 2]) << 6;
      bytes[to + 1] = (byte) (bits >> 8);
    }
    bytes[to] = (byte) (bits >> 16);
    // Bits that no byte takes must be zero, or two texts would stand for the same bytes.
    if ((bits & (padding == 1 ? 0xFF : 0xFFFF)) != 0) {
      throw invalid();
    }
  }

  private static int value(byte symbol) {
    int value = symbol < 0 ? -1 : VALUES[symbol];
    if (value < 0) {
      throw invalid();
    }
    return value;
  }

  private static RuntimeException invalid() {
    return DynamoDbErrors.serialization("Invalid last non-pad Base64 character dectected");
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}
