package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A place in an item: a top-level attribute, then map keys and list indexes. */
public record DocumentPath(List<Element> elements) {
  public DocumentPath {
    elements = List.copyOf(elements);
    if (elements.isEmpty() || !(elements.getFirst() instanceof Name)) {
      throw new IllegalArgumentException("a path starts with an attribute name: " + elements);
    }
  }

  /** One step of a path. */
  public sealed interface Element permits Name, Index {}

  /** A top-level attribute or a key of a map. */
  public record Name(String value) implements Element {
    @Override
    public String toString() {
      return value;
    }
  }

  /** A position in a list, from zero. */
  public record Index(int value) implements Element {
    @Override
    public String toString() {
      return "[" + value + "]";
    }
  }

  /** The path of a top-level attribute. */
  public static DocumentPath ofAttribute(String name) {
    return new DocumentPath(List.of(new Name(name)));
  }

  /** The name of the top-level attribute. */
  public String root() {
    return ((Name) elements.getFirst()).value();
  }

  /** Whether the path goes below a top-level attribute. */
  public boolean isNested() {
    return elements.size() > 1;
  }

  /** The value at this path, or null when there is none. */
  public @Nullable AttributeValue resolve(Document document) {
    AttributeValue value = document.attribute(root());
    for (int i = 1; i < elements.size() && value != null; i++) {
      value = step(value, elements.get(i));
    }
    return value;
  }

  /** Whether there is a value at this path. */
  public boolean exists(Document document) {
    return isNested() ? resolve(document) != null : document.contains(root());
  }

  private static @Nullable AttributeValue step(AttributeValue container, Element element) {
    return switch (element) {
      case Name name ->
          container instanceof AttributeValue.M map ? map.value().get(name.value()) : null;
      case Index index ->
          container instanceof AttributeValue.L list && index.value() < list.value().size()
              ? list.value().get(index.value())
              : null;
    };
  }

  /** As error messages show it: {@code [a, [1], b]}. */
  @Override
  public String toString() {
    return elements.stream().map(Element::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
