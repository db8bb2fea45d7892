package io.cairndb.cli.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON value. Immutable. */
public sealed interface Json {

  /** Members in the order they were read or added. */
  record Obj(Map<String, Json> members) implements Json {
    /** The object without members. */
    public static final Obj EMPTY = new Obj(Map.of());

    /** Copies the members. */
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member of that name, or null. */
    public @Nullable Json get(String name) {
      return members.get(name);
    }

    /** The member of that name when it is an object, else the empty object. */
    public Obj object(String name) {
      return members.get(name) instanceof Obj found ? found : EMPTY;
    }

    /** The elements of the member of that name when it is an array, else none. */
    public List<Json> array(String name) {
      return members.get(name) instanceof Arr(List<Json> elements) ? elements : List.of();
    }

    /** The objects among the elements of a member. */
    public List<Obj> objects(String name) {
      List<Obj> found = new ArrayList<>();
      for (Json element : array(name)) {
        if (element instanceof Obj object) {
          found.add(object);
        }
      }
      return found;
    }

    /** The text of a string or a number, else null. */
    public @Nullable String text(String name) {
      return switch (members.get(name)) {
        case Str(String value) -> value;
        case Num(String text) -> text;
        case null, default -> null;
      };
    }

    /** The text of a string or a number, or {@code otherwise}. */
    public String text(String name, String otherwise) {
      String found = text(name);
      return found == null ? otherwise : found;
    }

    /** A whole number, or {@code otherwise} when the member is no such number. */
    public long number(String name, long otherwise) {
      String found = text(name);
      if (found == null) {
        return otherwise;
      }
      try {
        return Long.parseLong(found);
      } catch (NumberFormatException notWhole) {
        return otherwise;
      }
    }

    @Override
    public String toString() {
      return JsonText.compact(this);
    }
  }

  /** Elements in order. */
  record Arr(List<Json> elements) implements Json {
    /** Copies the elements. */
    public Arr {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return JsonText.compact(this);
    }
  }

  /** Text without quotes or escapes. */
  record Str(String value) implements Json {}

  /** A number as it is written, for example {@code 1.50}. */
  record Num(String text) implements Json {}

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** Null. */
  record Nil() implements Json {}

  /** Null: there is one only. */
  Nil NULL = new Nil();

  /** A string. */
  static Json of(String value) {
    return new Str(value);
  }

  /** A whole number. */
  static Json of(long value) {
    return new Num(Long.toString(value));
  }

  /** True or false. */
  static Json of(boolean value) {
    return new Bool(value);
  }

  /** Begins an object. */
  static Builder object() {
    return new Builder();
  }

  /** Builds an object member by member; members given as null are left out. */
  final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    /** Adds a member, or nothing for null. */
    public Builder put(String name, @Nullable Json value) {
      if (value != null) {
        members.put(name, value);
      }
      return this;
    }

    /** Adds a string, or nothing for null. */
    public Builder put(String name, @Nullable String value) {
      return value == null ? this : put(name, Json.of(value));
    }

    /** Adds a whole number. */
    public Builder put(String name, long value) {
      return put(name, Json.of(value));
    }

    /** Adds a truth value. */
    public Builder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    /** Adds an array. */
    public Builder put(String name, List<? extends Json> elements) {
      return put(name, new Arr(new ArrayList<>(elements)));
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
      return members.isEmpty();
    }

    /** The object. */
    public Obj build() {
      return new Obj(members);
    }
  }
}
