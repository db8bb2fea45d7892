package io.cairndb.item;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A DynamoDB number: zero, or up to 38 significant digits with a magnitude from 1E-130 to
 * 9.99…E+125, exact. Equal when numerically equal. Immutable.
 *
 * <p>Kept as canonical text, because most numbers are only ever carried from the wire to the disk
 * and back; the decimal form is made when somebody calculates or compares.
 */
public final class Number38 implements Comparable<Number38> {
  public static final Number38 ZERO = new Number38("0");

  private final String text;

  /** Made on demand; a race makes it twice, with the same value. */
  private @Nullable BigDecimal decimal;

  private Number38(String text) {
    this.text = text;
  }

  /**
   * Reads decimal text, with or without an exponent.
   *
   * @throws InvalidValueException when it is not a number, or not one DynamoDB can hold
   */
  public static Number38 parse(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (NumberText.isShortCanonical(utf8, 0, utf8.length)) {
      return new Number38(text);
    }
    byte[] canonical = NumberText.canonical(utf8, 0, utf8.length);
    return new Number38(new String(canonical, StandardCharsets.ISO_8859_1));
  }

  public static Number38 of(long value) {
    return new Number38(Long.toString(value));
  }

  /**
   * @throws InvalidValueException when DynamoDB cannot hold the value
   */
  public static Number38 of(BigDecimal value) {
    // A zero keeps the scale of what it was calculated from; as text that can look out of range.
    return value.signum() == 0 ? ZERO : parse(value.toString());
  }

  /** Takes text that is known to be canonical. */
  static Number38 ofCanonical(byte[] text, int offset, int length) {
    return new Number38(new String(text, offset, length, StandardCharsets.ISO_8859_1));
  }

  public BigDecimal toBigDecimal() {
    BigDecimal known = decimal;
    if (known == null) {
      known = new BigDecimal(text);
      decimal = known;
    }
    return known;
  }

  /**
   * @throws InvalidValueException when the exact sum cannot be held
   */
  public Number38 add(Number38 other) {
    return of(toBigDecimal().add(other.toBigDecimal()));
  }

  /**
   * @throws InvalidValueException when the exact difference cannot be held
   */
  public Number38 subtract(Number38 other) {
    return of(toBigDecimal().subtract(other.toBigDecimal()));
  }

  /** Size by DynamoDB's rules. */
  public int sizeInBytes() {
    byte[] ascii = ascii();
    return NumberText.sizeInBytes(ascii, 0, ascii.length);
  }

  /** The canonical text in ASCII. */
  byte[] ascii() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public int compareTo(Number38 other) {
    return toBigDecimal().compareTo(other.toBigDecimal());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Number38 that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As DynamoDB returns it: no exponent, no superfluous zeros. */
  @Override
  public String toString() {
    return text;
  }
}
