package io.cairndb.message.format;

import io.cairndb.item.Item;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Messages as text: equal exactly when the messages are, arrays by content, sets in any order. */
final class Descriptions {
  private Descriptions() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
      case Item item -> "item 0x" + HexFormat.of().formatHex(item.bytes());
      case String text -> '"' + text + '"';
      case Optional<?> optional -> of(optional.orElse(null));
      case Set<?> set ->
          set.stream().map(Descriptions::of).sorted().collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(Descriptions::of).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case Record message -> ofRecord(message);
      default -> value.toString();
    };
  }

  private static String ofRecord(Record message) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : message.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        parts.add(component.getName() + " " + of(component.getAccessor().invoke(message)));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return message.getClass().getSimpleName() + "(" + String.join(", ", parts) + ")";
  }
}
