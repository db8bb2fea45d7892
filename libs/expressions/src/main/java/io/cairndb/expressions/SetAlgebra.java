package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Union and difference of two sets of one type. */
final class SetAlgebra {
  private SetAlgebra() {}

  static boolean isSet(AttributeValue value) {
    return value instanceof AttributeValue.Ss
        || value instanceof AttributeValue.Ns
        || value instanceof AttributeValue.Bs;
  }

  static boolean sameSetType(AttributeValue left, AttributeValue right) {
    return isSet(left) && left.typeCode().equals(right.typeCode());
  }

  /** Null when the two are not sets of one type. */
  static @Nullable AttributeValue union(AttributeValue left, AttributeValue right) {
    if (left instanceof AttributeValue.Ss a && right instanceof AttributeValue.Ss b) {
      return new AttributeValue.Ss(united(a.value(), b.value()));
    }
    if (left instanceof AttributeValue.Ns a && right instanceof AttributeValue.Ns b) {
      return new AttributeValue.Ns(united(a.value(), b.value()));
    }
    if (left instanceof AttributeValue.Bs a && right instanceof AttributeValue.Bs b) {
      return new AttributeValue.Bs(united(a.value(), b.value()));
    }
    return null;
  }

  /** Null when nothing is left, since there are no empty sets, or the types differ. */
  static @Nullable AttributeValue difference(AttributeValue left, AttributeValue right) {
    if (left instanceof AttributeValue.Ss a && right instanceof AttributeValue.Ss b) {
      Set<String> rest = without(a.value(), b.value());
      return rest.isEmpty() ? null : new AttributeValue.Ss(rest);
    }
    if (left instanceof AttributeValue.Ns a && right instanceof AttributeValue.Ns b) {
      var rest = without(a.value(), b.value());
      return rest.isEmpty() ? null : new AttributeValue.Ns(rest);
    }
    if (left instanceof AttributeValue.Bs a && right instanceof AttributeValue.Bs b) {
      var rest = without(a.value(), b.value());
      return rest.isEmpty() ? null : new AttributeValue.Bs(rest);
    }
    return null;
  }

  private static <T> Set<T> united(Set<T> left, Set<T> right) {
    Set<T> result = new LinkedHashSet<>(left);
    result.addAll(right);
    return result;
  }

  private static <T> Set<T> without(Set<T> left, Set<T> right) {
    Set<T> result = new LinkedHashSet<>(left);
    result.removeAll(right);
    return result;
  }
}
