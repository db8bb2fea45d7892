package io.cairndb.storage.engine.format;

import java.util.zip.CRC32C;

/**
 * Checksums of arbitrary ranges of one array, each in a time that does not depend on the range's
 * length. Confined to one thread.
 *
 * <p>A CRC is linear over GF(2): for bytes A followed by B, crc(AB) = crc(A) * x^(8|B|) + crc(B)
 * modulo the polynomial. So the checksum of a range follows from those of the two prefixes that end
 * where it begins and ends, and those from checksums noted every {@link #STEP} bytes in one pass.
 */
final class RangeChecksums {
  private static final int STEP = 1024;

  /** The polynomial of CRC-32C, lowest power in the top bit, as all polynomials here. */
  private static final int POLYNOMIAL = 0x82F6_3B78;

  /** The polynomial 1. */
  private static final int ONE = 1 << 31;

  /** x^(2^i). */
  private static final int[] POWERS = powers();

  private final byte[] bytes;
  private final int[] noted;
  private final CRC32C crc = new CRC32C();

  RangeChecksums(byte[] bytes) {
    this.bytes = bytes;
    this.noted = new int[bytes.length / STEP + 1];
    CRC32C running = new CRC32C();
    for (int i = 1; i < noted.length; i++) {
      running.update(bytes, (i - 1) * STEP, STEP);
      noted[i] = (int) running.getValue();
    }
  }

  /** The checksum of {@code before}'s bytes, given by their checksum, followed by the range. */
  int following(int before, int from, int to) {
    return prefix(to) ^ shifted(prefix(from) ^ before, to - from);
  }

  /** The checksum of the first {@code end} bytes. */
  private int prefix(int end) {
    int step = end / STEP;
    int rest = end - step * STEP;
    crc.reset();
    crc.update(bytes, step * STEP, rest);
    return shifted(noted[step], rest) ^ (int) crc.getValue();
  }

  /** The checksum {@code crc} multiplied by x^(8 * count). */
  private static int shifted(int crc, int count) {
    int product = crc;
    int power = 3;
    for (int rest = count; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        product = multiply(POWERS[power], product);
      }
      power++;
    }
    return product;
  }

  private static int multiply(int left, int right) {
    int product = 0;
    int factor = right;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        product ^= factor;
      }
      factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
    }
    return product;
  }

  private static int[] powers() {
    int[] powers = new int[Integer.SIZE + 3];
    powers[0] = ONE >>> 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = multiply(powers[i - 1], powers[i - 1]);
    }
    return powers;
  }
}
