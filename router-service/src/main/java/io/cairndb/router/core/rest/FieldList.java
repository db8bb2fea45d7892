package io.cairndb.router.core.rest;

import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ProjectionList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code fields}: paths with commas between them, such as {@code name,address.city,tags[0]}. Names
 * are taken as they are, no word is reserved; a name with a comma, point or bracket is out of reach
 * here.
 */
final class FieldList {
  private static final int INDEX_DIGITS_MAX = 5;

  private FieldList() {}

  static ProjectionList parse(String text) {
    List<DocumentPath> paths = new ArrayList<>();
    Set<List<DocumentPath.Element>> taken = new HashSet<>();
    for (String field : text.split(",", -1)) {
      DocumentPath path = path(field.strip());
      for (int length = 1; length <= path.elements().size(); length++) {
        if (taken.contains(path.elements().subList(0, length))) {
          throw ProblemException.invalid("fields has " + field.strip() + " twice.");
        }
      }
      taken.add(path.elements());
      paths.add(path);
    }
    for (DocumentPath path : paths) {
      for (int length = 1; length < path.elements().size(); length++) {
        if (taken.contains(path.elements().subList(0, length))) {
          throw ProblemException.invalid("fields has a part of another field: " + path + ".");
        }
      }
    }
    return new ProjectionList(paths);
  }

  private static DocumentPath path(String field) {
    List<DocumentPath.Element> elements = new ArrayList<>();
    for (String step : field.split("\\.", -1)) {
      int bracket = step.indexOf('[');
      String name = bracket < 0 ? step : step.substring(0, bracket);
      if (name.isEmpty()) {
        throw invalid(field);
      }
      elements.add(new DocumentPath.Name(name));
      int at = bracket;
      while (at >= 0 && at < step.length()) {
        int close = step.indexOf(']', at);
        if (step.charAt(at) != '[' || close < 0) {
          throw invalid(field);
        }
        elements.add(new DocumentPath.Index(index(field, step.substring(at + 1, close))));
        at = close + 1;
      }
    }
    return new DocumentPath(elements);
  }

  private static int index(String field, String digits) {
    if (digits.isEmpty()
        || digits.length() > INDEX_DIGITS_MAX
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalid(field);
    }
    return Integer.parseInt(digits);
  }

  private static ProblemException invalid(String field) {
    return ProblemException.invalid("fields is to be paths such as a,b.c,d[0]; not: " + field);
  }
}
