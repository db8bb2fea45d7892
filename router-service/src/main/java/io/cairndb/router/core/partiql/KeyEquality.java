package io.cairndb.router.core.partiql;

import io.cairndb.expressions.Comparator;
import io.cairndb.expressions.Condition;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one item that a condition singles out, and what it asks of that item beside its key.
 *
 * @param key a value for each attribute of the key
 * @param rest empty when nothing else is asked
 */
public record KeyEquality(Map<String, AttributeValue> key, Optional<Condition> rest) {
  public KeyEquality {
    key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
  }

  /** Empty unless an equality for each attribute of the key is among the terms of the condition. */
  public static Optional<KeyEquality> of(KeySchema schema, Optional<Condition> where) {
    List<Condition> rest = new ArrayList<>(Conjuncts.of(where));
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (KeyAttribute attribute : schema.attributes()) {
      AttributeValue value = take(attribute.name(), rest);
      if (value == null) {
        return Optional.empty();
      }
      key.put(attribute.name(), value);
    }
    return Optional.of(new KeyEquality(key, Conjuncts.join(rest)));
  }

  /** The value of the first equality; its repetitions go with it. */
  private static @Nullable AttributeValue take(String attribute, List<Condition> terms) {
    for (Condition term : terms) {
      AttributeValue value = Conjuncts.compared(term, attribute, Comparator.EQ);
      if (value != null) {
        terms.removeIf(other -> value.equals(Conjuncts.compared(other, attribute, Comparator.EQ)));
        return value;
      }
    }
    return null;
  }
}
