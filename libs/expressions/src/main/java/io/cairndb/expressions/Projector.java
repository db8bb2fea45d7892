package io.cairndb.expressions;

import io.cairndb.expressions.DocumentPath.Element;
import io.cairndb.expressions.DocumentPath.Index;
import io.cairndb.expressions.DocumentPath.Name;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts the named parts out of a document, keeping the containers around them. */
final class Projector {
  private Projector() {}

  static Map<String, AttributeValue> project(List<DocumentPath> paths, Document document) {
    PathTree<Boolean> tree = new PathTree<>();
    paths.forEach(path -> tree.put(path, true));
    Map<String, AttributeValue> result = new LinkedHashMap<>();
    tree.children()
        .forEach(
            (element, child) -> {
              String name = ((Name) element).value();
              AttributeValue part = cut(child, document.attribute(name));
              if (part != null) {
                result.put(name, part);
              }
            });
    return result;
  }

  /** The wanted part of a value, or null when nothing of it exists. */
  private static @Nullable AttributeValue cut(
      PathTree<Boolean> wanted, @Nullable AttributeValue value) {
    if (value == null || wanted.leaf() != null) {
      return value;
    }
    if (value instanceof AttributeValue.M map) {
      Map<String, AttributeValue> parts = new LinkedHashMap<>();
      wanted
          .children()
          .forEach(
              (element, child) -> {
                if (element instanceof Name name) {
                  AttributeValue part = cut(child, map.value().get(name.value()));
                  if (part != null) {
                    parts.put(name.value(), part);
                  }
                }
              });
      return parts.isEmpty() ? null : new AttributeValue.M(parts);
    }
    if (value instanceof AttributeValue.L list) {
      return cutList(wanted.children(), list.value());
    }
    return null;
  }

  private static @Nullable AttributeValue cutList(
      Map<Element, PathTree<Boolean>> wanted, List<AttributeValue> list) {
    Map<Integer, AttributeValue> parts = new TreeMap<>();
    wanted.forEach(
        (element, child) -> {
          if (element instanceof Index index && index.value() < list.size()) {
            AttributeValue part = cut(child, list.get(index.value()));
            if (part != null) {
              parts.put(index.value(), part);
            }
          }
        });
    return parts.isEmpty() ? null : new AttributeValue.L(new ArrayList<>(parts.values()));
  }
}
