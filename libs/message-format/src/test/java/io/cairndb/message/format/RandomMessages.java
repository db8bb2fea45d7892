package io.cairndb.message.format;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.Number38;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes random values of records and sealed types, component by component, and remembers which
 * records it made. Types whose constructors are choosy get a maker of their own.
 */
public final class RandomMessages {
  private static final int DEEP = 12;

  private final SplittableRandom random;
  private final Map<Class<?>, Function<SplittableRandom, Object>> makers = new LinkedHashMap<>();
  private final Set<Class<?>> made = new LinkedHashSet<>();

  public RandomMessages(SplittableRandom random) {
    this.random = random;
    makers.put(UUID.class, r -> new UUID(r.nextLong(), r.nextLong()));
    makers.put(String.class, RandomMessages::text);
    makers.put(byte[].class, RandomMessages::bytes);
    makers.put(Bytes.class, r -> Bytes.of(bytes(r)));
    makers.put(Item.class, RandomMessages::item);
    makers.put(ItemKey.class, r -> ItemKey.of(bytes(r), bytes(r)));
    makers.put(AttributeValue.class, r -> value(r, 0));
    makers.put(long.class, SplittableRandom::nextLong);
    makers.put(Long.class, SplittableRandom::nextLong);
    makers.put(int.class, r -> r.nextInt() >>> (1 + r.nextInt(31)));
    makers.put(Integer.class, r -> r.nextInt() >>> (1 + r.nextInt(31)));
    makers.put(boolean.class, SplittableRandom::nextBoolean);
    makers.put(Boolean.class, SplittableRandom::nextBoolean);
  }

  /** Uses {@code maker} for values of the type. */
  public <T> RandomMessages with(Class<T> type, Function<SplittableRandom, T> maker) {
    makers.put(type, maker::apply);
    return this;
  }

  /** A value of a record, a sealed type, or a list of such. */
  public Object make(Type type) {
    return make(type, 0);
  }

  /** Records of which a value was made. */
  public Set<Class<?>> made() {
    return made;
  }

  /** Every record a value of the type may consist of, those with makers of their own left out. */
  public Set<Class<?>> reachable(Type type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    collect(type, found);
    found.removeIf(one -> !one.isRecord());
    return found;
  }

  private void collect(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        collect(argument, found);
      }
    } else if (type instanceof Class<?> plain && !makers.containsKey(plain) && found.add(plain)) {
      if (plain.isSealed()) {
        for (Class<?> permitted : plain.getPermittedSubclasses()) {
          collect(permitted, found);
        }
      } else if (plain.isRecord()) {
        for (RecordComponent component : plain.getRecordComponents()) {
          collect(component.getGenericType(), found);
        }
      }
    }
  }

  private Object make(Type type, int depth) {
    if (type instanceof ParameterizedType generic) {
      return makeGeneric(generic, depth);
    }
    Class<?> plain = (Class<?>) type;
    Function<SplittableRandom, Object> maker = makers.get(plain);
    if (maker != null) {
      if (plain.isRecord()) {
        made.add(plain);
      }
      return maker.apply(random);
    }
    if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (plain.isRecord()) {
      return makeRecord(plain, depth);
    }
    if (plain.isSealed()) {
      return make(choose(plain, depth), depth);
    }
    throw new IllegalArgumentException("no maker for " + type);
  }

  private Object makeGeneric(ParameterizedType generic, int depth) {
    Type argument = generic.getActualTypeArguments()[0];
    Class<?> raw = (Class<?>) generic.getRawType();
    if (raw == Optional.class) {
      return random.nextBoolean() ? Optional.of(make(argument, depth + 1)) : Optional.empty();
    }
    int count = depth > DEEP ? 0 : random.nextInt(4);
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(make(argument, depth + 1));
    }
    if (raw == List.class) {
      return elements;
    }
    if (raw == Set.class) {
      return new LinkedHashSet<>(elements);
    }
    if (raw == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (Object key : elements) {
        map.put(key, make(generic.getActualTypeArguments()[1], depth + 1));
      }
      return map;
    }
    throw new IllegalArgumentException("no maker for " + generic);
  }

  private Object makeRecord(Class<?> type, int depth) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      arguments[i] =
          nullable && random.nextBoolean() ? null : make(components[i].getGenericType(), depth + 1);
    }
    made.add(type);
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError("choosy record " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** One of the permitted types; deep down, one that does not contain its own kind. */
  private Class<?> choose(Class<?> sealed, int depth) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    List<Class<?>> candidates =
        depth > DEEP
            ? Arrays.stream(permitted).filter(one -> !contains(one, sealed)).toList()
            : List.of(permitted);
    return candidates.get(random.nextInt(candidates.size()));
  }

  private static boolean contains(Class<?> type, Class<?> part) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents()).anyMatch(c -> c.getType() == part);
  }

  /** An item of a few attributes. */
  public static Item item(SplittableRandom random) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      attributes.put(text(random) + i, value(random, 0));
    }
    return Item.of(attributes);
  }

  static AttributeValue value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 2 ? 8 : 10)) {
      case 0 -> new AttributeValue.S(text(random));
      case 1 -> new AttributeValue.N(Number38.of(random.nextLong()));
      case 2 -> new AttributeValue.B(Bytes.of(bytes(random)));
      case 3 -> new AttributeValue.Bool(random.nextBoolean());
      case 4 -> new AttributeValue.Null();
      case 5 -> new AttributeValue.Ss(Set.of(text(random)));
      case 6 -> new AttributeValue.Ns(Set.of(Number38.of(random.nextLong())));
      case 7 -> new AttributeValue.Bs(Set.of(Bytes.of(bytes(random))));
      case 8 -> {
        List<AttributeValue> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield new AttributeValue.L(list);
      }
      case 9 -> {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.put(text(random) + i, value(random, depth + 1));
        }
        yield new AttributeValue.M(map);
      }
      default -> throw new AssertionError();
    };
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(8)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(SplittableRandom random) {
    String alphabet = "abcXYZ09_-.é€\uFFFD𝄞";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
