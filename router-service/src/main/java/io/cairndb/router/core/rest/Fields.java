package io.cairndb.router.core.rest;

import io.cairndb.expressions.DocumentPath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code fields} as a ProjectionExpression: every name is substituted, so that none is reserved.
 *
 * @param names those of the request and those made here; null for none
 */
record Fields(@Nullable String expression, @Nullable Map<String, String> names) {
  private static final String PREFIX = "#cairn_field_";

  static Fields of(@Nullable String fields, @Nullable Map<String, String> given) {
    if (fields == null) {
      return new Fields(null, given);
    }
    Map<String, String> names = new LinkedHashMap<>(given == null ? Map.of() : given);
    Map<String, String> made = new LinkedHashMap<>();
    StringBuilder expression = new StringBuilder();
    for (DocumentPath path : FieldList.parse(fields).paths()) {
      expression.append(expression.isEmpty() ? "" : ",");
      String point = "";
      for (DocumentPath.Element element : path.elements()) {
        switch (element) {
          case DocumentPath.Name name -> {
            String placeholder =
                made.computeIfAbsent(name.value(), ignored -> PREFIX + names.size());
            names.put(placeholder, name.value());
            expression.append(point).append(placeholder);
          }
          case DocumentPath.Index index -> expression.append(index);
        }
        point = ".";
      }
    }
    return new Fields(expression.toString(), names);
  }
}
