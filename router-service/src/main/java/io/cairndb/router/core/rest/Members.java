package io.cairndb.router.core.rest;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in a request, each of the type it is to have; JSON null counts as
 * absent.
 *
 * @param place what to call the object in errors
 */
record Members(Map<String, AttributeValue> values, String place) {

  /** The members of a body that may have those names and no others. */
  static Members of(Map<String, AttributeValue> values, Set<String> known) {
    return new Members(values, "The body").requireOnly(known);
  }

  Members requireOnly(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw ProblemException.invalid(
            place + " cannot have a member " + name + "; it may have " + known + ".");
      }
    }
    return this;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  private @Nullable AttributeValue value(String name) {
    AttributeValue value = values.get(name);
    return value instanceof AttributeValue.Null ? null : value;
  }

  @Nullable String string(String name) {
    AttributeValue value = value(name);
    return switch (value) {
      case null -> null;
      case AttributeValue.S text -> text.value();
      default -> throw wrong(name, "a string");
    };
  }

  String requireString(String name) {
    String value = string(name);
    if (value == null) {
      throw ProblemException.invalid(place + " is to have a member " + name + ".");
    }
    return value;
  }

  @Nullable Boolean bool(String name) {
    AttributeValue value = value(name);
    return switch (value) {
      case null -> null;
      case AttributeValue.Bool bool -> bool.value();
      default -> throw wrong(name, "true or false");
    };
  }

  /** A whole number from 1 on. */
  @Nullable Integer positive(String name) {
    AttributeValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof AttributeValue.N number) {
      BigDecimal exact = number.value().toBigDecimal();
      try {
        int whole = exact.intValueExact();
        if (whole > 0) {
          return whole;
        }
      } catch (ArithmeticException notAnInt) {
        throw wrong(name, "a whole number from 1 on");
      }
    }
    throw wrong(name, "a whole number from 1 on");
  }

  @Nullable Members object(String name) {
    Map<String, AttributeValue> map = map(name);
    return map == null ? null : new Members(map, name);
  }

  @Nullable Map<String, AttributeValue> map(String name) {
    AttributeValue value = value(name);
    return switch (value) {
      case null -> null;
      case AttributeValue.M map -> map.value();
      default -> throw wrong(name, "an object");
    };
  }

  Members requireObject(String name) {
    Members value = object(name);
    if (value == null) {
      throw ProblemException.invalid(place + " is to have a member " + name + ".");
    }
    return value;
  }

  /** A document in a raw object. */
  Item requireDocument(String name) {
    return Item.of(Documents.attributes(requireObject(name).values()));
  }

  /** The values that a raw object has for the placeholders of expressions. */
  @Nullable Map<String, AttributeValue> placeholders(String name) {
    Map<String, AttributeValue> map = map(name);
    return map == null ? null : Documents.attributes(map);
  }

  @Nullable Map<String, String> strings(String name) {
    Map<String, AttributeValue> map = map(name);
    if (map == null) {
      return null;
    }
    Members members = new Members(map, name);
    Map<String, String> strings = new LinkedHashMap<>();
    map.keySet().forEach(key -> strings.put(key, members.requireString(key)));
    return strings;
  }

  List<AttributeValue> list(String name) {
    AttributeValue value = value(name);
    return switch (value) {
      case null -> List.of();
      case AttributeValue.L list -> list.value();
      default -> throw wrong(name, "an array");
    };
  }

  /** The objects in an array; none when it is absent. */
  List<Members> objects(String name) {
    return list(name).stream()
        .map(
            element -> {
              if (element instanceof AttributeValue.M map) {
                return new Members(map.value(), "An element of " + name);
              }
              throw wrong(name, "an array of objects");
            })
        .toList();
  }

  /** The objects in an array of that many at least and at most. */
  List<Members> objects(String name, int least, int most) {
    List<Members> objects = objects(name);
    if (objects.size() < least || objects.size() > most) {
      throw wrong(name, "an array of " + least + " to " + most + " objects");
    }
    return objects;
  }

  private ProblemException wrong(String name, String what) {
    return ProblemException.invalid(name + " is to be " + what + ".");
  }
}
