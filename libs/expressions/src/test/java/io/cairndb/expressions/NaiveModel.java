package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Number38;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Items as plain Java objects, with DynamoDB's operators written down a second time: Long, String,
 * Blob, Boolean, Nil, List, Map, and Set of Long, String or Blob. Small domains, so that random
 * values often meet.
 */
final class NaiveModel {
  record Blob(String text) {}

  enum Nil {
    NIL
  }

  private NaiveModel() {}

  static Object value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0, 1 -> (long) random.nextInt(4);
      case 2, 3 -> text(random);
      case 4 -> new Blob(text(random));
      case 5 -> random.nextBoolean();
      case 6 -> Nil.NIL;
      case 7 -> set(random);
      case 8 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> map(random, depth);
    };
  }

  static Map<String, Object> map(SplittableRandom random, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      map.put(name(random), value(random, depth - 1));
    }
    return map;
  }

  static String name(SplittableRandom random) {
    return String.valueOf((char) ('a' + random.nextInt(4)));
  }

  private static String text(SplittableRandom random) {
    return List.of("", "a", "ab", "b", "ba").get(random.nextInt(5));
  }

  private static Set<Object> set(SplittableRandom random) {
    Set<Object> set = new LinkedHashSet<>();
    int kind = random.nextInt(3);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      set.add(
          switch (kind) {
            case 0 -> (long) random.nextInt(3);
            case 1 -> text(random);
            default -> new Blob(text(random));
          });
    }
    return set;
  }

  static @Nullable Object resolve(Object root, List<Object> path) {
    Object at = root;
    for (Object step : path) {
      if (step instanceof String name && at instanceof Map<?, ?> map) {
        at = map.get(name);
      } else if (step instanceof Integer index
          && at instanceof List<?> list
          && index < list.size()) {
        at = list.get(index);
      } else {
        return null;
      }
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  static boolean compare(String operator, @Nullable Object left, @Nullable Object right) {
    if (operator.equals("=")) {
      return left != null && left.equals(right);
    }
    if (operator.equals("<>")) {
      return left == null || !left.equals(right);
    }
    int order;
    if (left instanceof Long a && right instanceof Long b) {
      order = a.compareTo(b);
    } else if (left instanceof String a && right instanceof String b) {
      order = a.compareTo(b);
    } else if (left instanceof Blob a && right instanceof Blob b) {
      order = a.text().compareTo(b.text());
    } else {
      return false;
    }
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  static @Nullable Object size(@Nullable Object value) {
    if (value instanceof String text) {
      return (long) text.length();
    }
    if (value instanceof Blob blob) {
      return (long) blob.text().length();
    }
    if (value instanceof List<?> list) {
      return (long) list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return (long) map.size();
    }
    return value instanceof Set<?> set ? (long) set.size() : null;
  }

  static boolean contains(@Nullable Object container, @Nullable Object element) {
    if (element == null) {
      return false;
    }
    if (container instanceof String text) {
      return element instanceof String part && text.contains(part);
    }
    if (container instanceof Blob blob) {
      return element instanceof Blob part && blob.text().contains(part.text());
    }
    if (container instanceof Set<?> set) {
      return set.contains(element);
    }
    return container instanceof List<?> list && list.contains(element);
  }

  static boolean beginsWith(@Nullable Object value, @Nullable Object prefix) {
    if (value instanceof String text) {
      return prefix instanceof String start && text.startsWith(start);
    }
    return value instanceof Blob blob
        && prefix instanceof Blob start
        && blob.text().startsWith(start.text());
  }

  static String typeCode(Object value) {
    return toValue(value).typeCode();
  }

  static Map<String, AttributeValue> toItem(Map<?, ?> map) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    map.forEach((name, value) -> item.put((String) name, toValue(value)));
    return item;
  }

  static AttributeValue toValue(Object value) {
    return switch (value) {
      case Long number -> new AttributeValue.N(Number38.parse(number.toString()));
      case String text -> new AttributeValue.S(text);
      case Blob blob -> new AttributeValue.B(Bytes.utf8(blob.text()));
      case Boolean bool -> new AttributeValue.Bool(bool);
      case Nil ignored -> new AttributeValue.Null();
      case List<?> list ->
          new AttributeValue.L(list.stream().<AttributeValue>map(NaiveModel::toValue).toList());
      case Map<?, ?> map -> new AttributeValue.M(toItem(map));
      case Set<?> set -> toSet(set);
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private static AttributeValue toSet(Set<?> set) {
    Set<String> texts = new LinkedHashSet<>();
    Set<Number38> numbers = new LinkedHashSet<>();
    Set<Bytes> blobs = new LinkedHashSet<>();
    for (Object element : set) {
      switch (element) {
        case Long number -> numbers.add(Number38.parse(number.toString()));
        case String text -> texts.add(text);
        case Blob blob -> blobs.add(Bytes.utf8(blob.text()));
        default -> throw new IllegalArgumentException(element.toString());
      }
    }
    if (!numbers.isEmpty()) {
      return new AttributeValue.Ns(numbers);
    }
    return texts.isEmpty() ? new AttributeValue.Bs(blobs) : new AttributeValue.Ss(texts);
  }
}
