package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers must come back as DynamoDB returns them and be refused where DynamoDB refuses them. */
final class Number38Test {
  private static final String NOT_NUMERIC = "The parameter cannot be converted to a numeric value";
  private static final String OVERFLOW =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  private static final String UNDERFLOW =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  private static final String TOO_PRECISE =
      "Attempting to store more than 38 significant digits in a Number";

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+0, 0",
    "0.000, 0",
    "-0.0, 0",
    "0e125, 0",
    "0e-130, 0",
    "00042, 42",
    "+7, 7",
    "1.0, 1",
    "3.1400, 3.14",
    "1.5E2, 150",
    "1e2, 100",
    "100, 100",
    ".5, 0.5",
    "5., 5",
    "-.5, -0.5",
    "1E-3, 0.001",
    "12.5e-1, 1.25",
    "-120e-3, -0.12",
    "0.0e0, 0",
    "10e-1, 1",
    "1234567890123456789012345678901234567800, 1234567890123456789012345678901234567800",
  })
  void comesBackAsPlainText(String written, String read) {
    assertEquals(read, Number38.parse(written).toString());
  }

  @Test
  void holdsEveryLimit() {
    String largest = "9".repeat(38) + "0".repeat(88);
    assertEquals(largest, Number38.parse("9." + "9".repeat(37) + "E+125").toString());
    assertEquals("-" + largest, Number38.parse("-9." + "9".repeat(37) + "E+125").toString());
    assertEquals("0." + "0".repeat(129) + "1", Number38.parse("1E-130").toString());
    String smallestFull = "1." + "2".repeat(37) + "E-130";
    assertEquals(
        new BigDecimal(smallestFull).toPlainString(), Number38.parse(smallestFull).toString());
    assertEquals("1" + "0".repeat(125), Number38.parse("1E125").toString());
    assertEquals("9".repeat(38), Number38.parse("9".repeat(38)).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "",
        " 1",
        "1 ",
        "1.2.3",
        "0x10",
        "1e",
        "1e+",
        "NaN",
        "Infinity",
        "--1",
        "+",
        "-",
        ".",
        "e5",
        "1e5.0",
        "1_000",
        "1e9223372036854775808",
        "\u0661",
      })
  void refusesWhatIsNotANumber(String text) {
    assertEquals(NOT_NUMERIC + ": " + text, refusal(text).getMessage());
  }

  @Test
  void theOlderWordingOfAnEmptyNumberHasNoColon() {
    assertEquals(NOT_NUMERIC, refusal("").olderMessage());
    assertEquals(NOT_NUMERIC + ": abc", refusal("abc").olderMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e126",
        "-1e126",
        "10e125",
        "0e126",
        "1e2147483648",
        "1e99999999999",
        "1e9223372036854775807",
      })
  void refusesTooLarge(String text) {
    assertEquals(OVERFLOW, refusal(text).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-131", "-1e-131", "0.1e-130", "0e-131", "1e-9223372036854775807"})
  void refusesTooSmall(String text) {
    assertEquals(UNDERFLOW, refusal(text).getMessage());
  }

  @Test
  void refusesMoreThan38Digits() {
    assertEquals(TOO_PRECISE, refusal("1".repeat(39)).getMessage());
    assertEquals(TOO_PRECISE, refusal("1." + "0".repeat(37) + "1").getMessage());
    assertEquals(TOO_PRECISE, refusal("-0." + "1".repeat(39)).getMessage());
  }

  /** Sizes measured on the service, to the byte, at its item size limit. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "12, 2",
    "123, 3",
    "1234, 3",
    "12345678901234567890123456789012345678, 20",
    "0042, 2",
    "100, 2",
    "1010, 3",
    "0.0000001, 2",
    "1E125, 2",
    "1E-100, 2",
    "1.5, 3",
    "15, 2",
    "1.2, 3",
    "1.200, 3",
    "1.234, 4",
    "3.14159, 5",
    "123456, 4",
    "100.5, 4",
    "0.15, 2",
    "-42, 3",
    "-0, 1",
  })
  void countsAsManyBytesAsDynamoDb(String text, int bytes) {
    assertEquals(bytes, Number38.parse(text).sizeInBytes());
  }

  @Test
  void isEqualWhenNumericallyEqual() {
    assertEquals(Number38.parse("1"), Number38.parse("1.00"));
    assertEquals(Number38.parse("1").hashCode(), Number38.parse("10e-1").hashCode());
    assertEquals(Number38.of(-12), Number38.parse("-12.0"));
    assertNotEquals(Number38.parse("1"), Number38.parse("-1"));
  }

  @Test
  void addsExactlyOrNotAtAll() {
    assertEquals("0.3", Number38.parse("0.1").add(Number38.parse("0.2")).toString());
    assertEquals("-1", Number38.of(1).subtract(Number38.of(2)).toString());
    assertEquals("0", Number38.of(5).subtract(Number38.of(5)).toString());
    Number38 large = Number38.parse("9.9e125");
    assertEquals(
        OVERFLOW, assertThrows(InvalidValueException.class, () -> large.add(large)).getMessage());
    Number38 one = Number38.of(1);
    Number38 tiny = Number38.parse("1e-38");
    assertEquals(
        TOO_PRECISE, assertThrows(InvalidValueException.class, () -> one.add(tiny)).getMessage());
  }

  /** A difference of zero was refused as an underflow when the numbers had very small digits. */
  @Test
  void theDifferenceOfEqualNumbersIsZeroHoweverSmallTheyAre() {
    Number38 tiny = Number38.parse("1.5E-130");
    assertEquals("0", tiny.subtract(tiny).toString());
    assertEquals("0", tiny.add(Number38.parse("-1.5E-130")).toString());
  }

  /** Parsing, order and arithmetic agree with BigDecimal over generated numbers. */
  @Test
  void agreesWithBigDecimal() {
    Gens gens = Gens.announced(Number38Test.class);
    for (int i = 0; i < 20_000; i++) {
      Number38 a = gens.number();
      Number38 b = gens.number();
      BigDecimal x = a.toBigDecimal();
      assertEquals(x.signum() == 0 ? "0" : x.stripTrailingZeros().toPlainString(), a.toString());
      assertEquals(a, Number38.parse(x.toString()));
      assertEquals(a, Number38.parse(x.toEngineeringString()));
      assertEquals(x.compareTo(b.toBigDecimal()), a.compareTo(b));
      assertEquals(a.equals(b), x.compareTo(b.toBigDecimal()) == 0);
    }
  }

  private static InvalidValueException refusal(String text) {
    return assertThrows(InvalidValueException.class, () -> Number38.parse(text));
  }
}
