package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads attribute values from requests, with the errors of invalid ones. */
final class ValueReader {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final BigDecimal LARGEST =
      new BigDecimal("9.9999999999999999999999999999999999999E+125");
  private static final BigDecimal SMALLEST = new BigDecimal("1E-130");

  private ValueReader() {}

  /** An item, a key or any other map of attributes. */
  static Map<String, Value> item(Map<String, Object> json) {
    Map<String, Value> result = new LinkedHashMap<>();
    json.forEach((name, value) -> result.put(name, value(Json.asObject(value))));
    return result;
  }

  static Value value(Map<String, Object> json) {
    if (json.isEmpty()) {
      throw validation(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    if (json.size() > 1) {
      throw validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
              + " the supported datatypes");
    }
    Map.Entry<String, Object> only = json.entrySet().iterator().next();
    Object bare = only.getValue();
    return switch (only.getKey()) {
      case "S" -> new Value.Text((String) bare);
      case "N" -> new Value.Num(number((String) bare));
      case "B" -> binary((String) bare);
      case "BOOL" -> new Value.Bool((Boolean) bare);
      case "NULL" -> nul((Boolean) bare);
      case "SS", "NS", "BS" -> members(only.getKey(), Json.asList(bare));
      case "L" -> {
        List<Value> values = new ArrayList<>();
        Json.asList(bare).forEach(member -> values.add(value(Json.asObject(member))));
        yield new Value.Elements(values);
      }
      case "M" -> new Value.Document(item(Json.asObject(bare)));
      default -> throw new IllegalArgumentException("no such type: " + only);
    };
  }

  private static Value nul(boolean value) {
    if (!value) {
      throw validation(INVALID + "Null attribute value types must have the value of true");
    }
    return new Value.Nul();
  }

  private static Value.Binary binary(String base64) {
    return new Value.Binary(Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64)));
  }

  private static Value members(String type, List<Object> bare) {
    if (bare.isEmpty()) {
      throw validation(
          INVALID
              + switch (type) {
                case "SS" -> "An string set  may not be empty";
                case "NS" -> "An number set  may not be empty";
                default -> "Binary sets should not be empty";
              });
    }
    Set<Value> values = new LinkedHashSet<>();
    boolean distinct = true;
    for (Object member : bare) {
      String text = (String) member;
      distinct &=
          values.add(
              switch (type) {
                case "SS" -> new Value.Text(text);
                case "NS" -> new Value.Num(number(text));
                default -> binary(text);
              });
    }
    if (!distinct) {
      throw duplicates(type, bare);
    }
    return new Value.Members(type, values);
  }

  private static ModelException duplicates(String type, List<Object> bare) {
    String input = INVALID + "Input collection ";
    if (type.equals("NS")) {
      return validation(input + "contains duplicates.", "Input collection contains duplicates");
    }
    String end = (type.equals("BS") ? "of type BS" : "") + " contains duplicates.";
    String quoted =
        shownNow(bare).stream()
            .map(member -> '"' + member + '"')
            .collect(Collectors.joining(type.equals("BS") ? "," : ", ", "[", "]"));
    return validation(input + quoted + end, input + bare + end);
  }

  /** What precedes the first repeat, in order, and the rest as it came. */
  private static List<String> shownNow(List<Object> bare) {
    Set<String> before = new TreeSet<>();
    List<String> rest = new ArrayList<>();
    for (Object member : bare) {
      if (!rest.isEmpty() || !before.add((String) member)) {
        rest.add((String) member);
      }
    }
    List<String> shown = new ArrayList<>(before);
    shown.addAll(rest);
    return shown;
  }

  /** A number within DynamoDB's range and precision. */
  static BigDecimal number(String text) {
    if (text.isEmpty()) {
      String problem = "The parameter cannot be converted to a numeric value";
      throw validation(problem + ": ", problem);
    }
    try {
      return checkRange(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      throw validation("The parameter cannot be converted to a numeric value: " + text);
    }
  }

  /** The number itself when DynamoDB can store it. */
  static BigDecimal checkRange(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.precision() > 38) {
      throw validation("Attempting to store more than 38 significant digits in a Number");
    }
    if (plain.abs().compareTo(LARGEST) > 0) {
      throw validation(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (plain.abs().compareTo(SMALLEST) < 0) {
      throw validation(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
    return plain;
  }

  /** Whether both sets hold the same members. */
  static boolean sameMembers(Set<Value> left, Set<Value> right) {
    return new HashSet<>(left).equals(new HashSet<>(right));
  }
}
