package io.cairndb.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decimal text: recognises canonical text, brings other text into it, and takes it apart for sizes
 * and keys.
 *
 * <p>Canonical text is what DynamoDB returns: an optional minus, no exponent, no leading zeros
 * except the one before a point, no trailing zeros after a point, {@code 0} for every zero. Two
 * canonical texts are equal exactly when the numbers are.
 */
final class NumberText {
  static final int MAX_DIGITS = 38;

  /** Power of ten of the first significant digit. */
  static final int MAX_MAGNITUDE = 125;

  static final int MIN_MAGNITUDE = -130;

  static final byte[] ZERO = {'0'};

  private NumberText() {}

  /**
   * Whether the text is canonical and short enough (38 digits in all) to be in range without a
   * closer look. Most numbers are.
   */
  static boolean isShortCanonical(byte[] text, int offset, int length) {
    int end = offset + length;
    int i = offset;
    boolean negative = length > 0 && text[i] == '-';
    if (negative) {
      i++;
    }
    int first = i;
    if (end - first > MAX_DIGITS + 1 || first == end) {
      return false;
    }
    int point = -1;
    for (; i < end; i++) {
      byte c = text[i];
      if (c == '.') {
        if (point >= 0) {
          return false;
        }
        point = i;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    if (point < 0) {
      return end - first <= MAX_DIGITS && (text[first] != '0' || (end - first == 1 && !negative));
    }
    return point > first
        && point < end - 1
        && text[end - 1] != '0'
        && (text[first] != '0' || point == first + 1);
  }

  /** The canonical text of {@code text}; the same bytes when it is canonical already. */
  static byte[] canonical(byte[] text, int offset, int length) {
    if (isShortCanonical(text, offset, length)) {
      return Arrays.copyOfRange(text, offset, offset + length);
    }
    Scan scan = Scan.of(text, offset, length);
    if (scan == null) {
      throw notNumeric(new String(text, offset, length, StandardCharsets.UTF_8));
    }
    // A zero is refused for the exponent it is written with, as if it were a one.
    long magnitude = scan.magnitude();
    if (magnitude > MAX_MAGNITUDE) {
      throw new InvalidValueException(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (magnitude < MIN_MAGNITUDE) {
      throw new InvalidValueException(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
    if (scan.count > MAX_DIGITS) {
      throw new InvalidValueException(
          "Attempting to store more than 38 significant digits in a Number");
    }
    return scan.count == 0 ? ZERO : render(scan.negative, scan.digits, scan.count, (int) magnitude);
  }

  private static InvalidValueException notNumeric(String text) {
    String message = "The parameter cannot be converted to a numeric value";
    return new InvalidValueException(
        message + ": " + text, text.isEmpty() ? message : message + ": " + text);
  }

  /** Whether the text is canonical and in range, however long. */
  static boolean isCanonical(byte[] text, int offset, int length) {
    if (isShortCanonical(text, offset, length)) {
      return true;
    }
    Scan scan = Scan.of(text, offset, length);
    if (scan == null
        || scan.count == 0
        || scan.count > MAX_DIGITS
        || scan.magnitude() > MAX_MAGNITUDE
        || scan.magnitude() < MIN_MAGNITUDE) {
      return false;
    }
    byte[] canonical = render(scan.negative, scan.digits, scan.count, (int) scan.magnitude());
    return Arrays.equals(canonical, 0, canonical.length, text, offset, offset + length);
  }

  /**
   * Size of a canonical number as DynamoDB measures it: one byte, one for every two significant
   * digits before the point, one for every two after it, one for a minus. The two sides are rounded
   * up on their own, so 1.5 counts more than 15.
   */
  static int sizeInBytes(byte[] text, int offset, int length) {
    int end = offset + length;
    int i = offset;
    boolean negative = text[i] == '-';
    if (negative) {
      i++;
    }
    int whole = 0;
    int fraction = 0;
    int trailingZeros = 0;
    boolean afterPoint = false;
    for (; i < end; i++) {
      byte c = text[i];
      if (c == '.') {
        afterPoint = true;
      } else if (whole + fraction > 0 || c != '0') {
        if (afterPoint) {
          fraction++;
        } else {
          whole++;
        }
        trailingZeros = c == '0' ? trailingZeros + 1 : 0;
      }
    }
    if (!afterPoint) {
      whole -= trailingZeros;
    }
    return 1 + (whole + 1) / 2 + (fraction + 1) / 2 + (negative ? 1 : 0);
  }

  /**
   * Plain text of 0.d₁d₂d₃… × 10^(magnitude + 1).
   *
   * @param digits ASCII, the first and the last of {@code count} not zero
   */
  static byte[] render(boolean negative, byte[] digits, int count, int magnitude) {
    int sign = negative ? 1 : 0;
    byte[] text;
    if (magnitude < 0) {
      int zeros = -magnitude - 1;
      text = new byte[sign + 2 + zeros + count];
      Arrays.fill(text, (byte) '0');
      text[sign + 1] = '.';
      System.arraycopy(digits, 0, text, sign + 2 + zeros, count);
    } else if (magnitude >= count - 1) {
      text = new byte[sign + magnitude + 1];
      Arrays.fill(text, (byte) '0');
      System.arraycopy(digits, 0, text, sign, count);
    } else {
      int whole = magnitude + 1;
      text = new byte[sign + count + 1];
      System.arraycopy(digits, 0, text, sign, whole);
      text[sign + whole] = '.';
      System.arraycopy(digits, whole, text, sign + whole + 1, count - whole);
    }
    if (negative) {
      text[0] = '-';
    }
    return text;
  }

  /** A number taken apart: sign, significant digits without zeros at either end, power of ten. */
  static final class Scan {
    boolean negative;
    byte[] digits = ZERO;

    /** Significant digits; 0 for zero. */
    int count;

    /** Power of ten of the last significant digit. */
    private long lastPower;

    private Scan() {}

    /** Power of ten of the first significant digit; of the last digit written for zero. */
    long magnitude() {
      return lastPower + Math.max(count, 1) - 1;
    }

    /**
     * Reads {@code [+-]digits[.digits][(e|E)[+-]digits]}; null when the text is not that, or its
     * exponent not a 64-bit number.
     */
    static @Nullable Scan of(byte[] text, int offset, int length) {
      Scan scan = new Scan();
      int end = offset + length;
      int i = offset;
      if (i < end && (text[i] == '-' || text[i] == '+')) {
        scan.negative = text[i] == '-';
        i++;
      }
      i = scan.readMantissa(text, i, end);
      if (i < 0) {
        return null;
      }
      if (i < end) {
        long exponent = exponent(text, i, end);
        if (exponent == Long.MIN_VALUE) {
          return null;
        }
        scan.lastPower += exponent;
      }
      scan.dropTrailingZeros();
      return scan;
    }

    /** Returns the index after the mantissa, or -1 when there is no digit. */
    private int readMantissa(byte[] text, int from, int end) {
      digits = new byte[end - from];
      boolean anyDigit = false;
      boolean afterPoint = false;
      int i = from;
      for (; i < end; i++) {
        byte c = text[i];
        if (c >= '0' && c <= '9') {
          anyDigit = true;
          if (count > 0 || c != '0') {
            digits[count++] = c;
          }
          if (afterPoint) {
            lastPower--;
          }
        } else if (c == '.' && !afterPoint) {
          afterPoint = true;
        } else {
          break;
        }
      }
      return anyDigit ? i : -1;
    }

    private static long exponent(byte[] text, int from, int end) {
      int i = from;
      if (text[i] != 'e' && text[i] != 'E') {
        return Long.MIN_VALUE;
      }
      i++;
      boolean negative = i < end && text[i] == '-';
      if (i < end && (text[i] == '-' || text[i] == '+')) {
        i++;
      }
      if (i == end) {
        return Long.MIN_VALUE;
      }
      long exponent = 0;
      for (; i < end; i++) {
        if (text[i] < '0' || text[i] > '9') {
          return Long.MIN_VALUE;
        }
        int digit = text[i] - '0';
        if (exponent > (Long.MAX_VALUE - digit) / 10) {
          return Long.MIN_VALUE;
        }
        exponent = exponent * 10 + digit;
      }
      // Keeps sums with positions in the text within a long; far out of range either way.
      long bounded = Math.min(exponent, Long.MAX_VALUE >> 1);
      return negative ? -bounded : bounded;
    }

    private void dropTrailingZeros() {
      while (count > 0 && digits[count - 1] == '0') {
        count--;
        lastPower++;
      }
    }
  }
}
