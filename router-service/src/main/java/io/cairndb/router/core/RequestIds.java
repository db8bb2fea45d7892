package io.cairndb.router.core;

import io.cairndb.env.RandomSource;
import java.nio.charset.StandardCharsets;

/**
 * Makes the ids that requests are spoken of by: 52 characters, as DynamoDB's. The second half is
 * fixed for the process, so an id costs two draws. Thread-safe when the source is.
 */
final class RequestIds {
  private static final byte[] ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUV".getBytes(StandardCharsets.US_ASCII);
  private static final int HALF = 26;
  private static final int BITS_PER_CHARACTER = 5;

  private final RandomSource random;
  private final byte[] processHalf = new byte[HALF];

  RequestIds(RandomSource random) {
    this.random = random;
    fill(processHalf, 0);
  }

  String next() {
    byte[] text = new byte[2 * HALF];
    fill(text, 0);
    System.arraycopy(processHalf, 0, text, HALF, HALF);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private void fill(byte[] text, int from) {
    long bits = 0;
    int left = 0;
    for (int i = 0; i < HALF; i++) {
      if (left < BITS_PER_CHARACTER) {
        bits = random.nextLong();
        left = Long.SIZE;
      }
      text[from + i] = ALPHABET[(int) bits & 31];
      bits >>>= BITS_PER_CHARACTER;
      left -= BITS_PER_CHARACTER;
    }
  }
}
