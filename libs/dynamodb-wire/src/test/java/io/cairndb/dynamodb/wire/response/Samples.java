package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.request.WriteRequest;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records with every component filled in. */
final class Samples {
  static final Item ITEM = Item.of(Map.of("a", new AttributeValue.S("x")));

  private Samples() {}

  static <T> T of(Class<T> type) {
    return type.cast(sample(type));
  }

  private static Object sample(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return List.of(sample(arguments[0]));
      }
      if (generic.getRawType() == Map.class) {
        return Map.of("key", sample(arguments[1]));
      }
      return Optional.of(sample(arguments[0]));
    }
    return scalar((Class<?>) type);
  }

  private static Object scalar(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == Item.class) {
      return ITEM;
    }
    if (type == WriteRequest.class) {
      return new WriteRequest.PutRequest(ITEM);
    }
    if (type == Instant.class) {
      return Instant.ofEpochMilli(1_795_308_903_125L);
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == double.class || type == Double.class) {
      return 1.5;
    }
    if (type == int.class || type == Integer.class) {
      return 7;
    }
    if (type == long.class || type == Long.class) {
      return 7L;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return record(type);
  }

  private static Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = sample(components[i].getGenericType());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.toString(), e);
    }
  }
}
