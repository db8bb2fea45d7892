package io.cairndb.router.core.rest;

import io.cairndb.item.AttributeValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RFC 7396: maps are merged, null removes, anything else replaces. */
final class MergePatch {
  private MergePatch() {}

  static Map<String, AttributeValue> apply(
      Map<String, AttributeValue> target, Map<String, AttributeValue> patch) {
    Map<String, AttributeValue> merged = new LinkedHashMap<>(target);
    patch.forEach(
        (name, change) -> {
          switch (change) {
            case AttributeValue.Null ignored -> merged.remove(name);
            case AttributeValue.M map ->
                merged.put(name, new AttributeValue.M(apply(mapOf(merged.get(name)), map.value())));
            default -> merged.put(name, change);
          }
        });
    return merged;
  }

  private static Map<String, AttributeValue> mapOf(@Nullable AttributeValue value) {
    return value instanceof AttributeValue.M map ? map.value() : Map.of();
  }
}
