package io.cairndb.expressions;

import io.cairndb.expressions.KeyCondition.SortRange;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The notation of scripts. */
final class ScriptText {
  private static final Pattern REPEAT = Pattern.compile("\\{\\{(.*?)\\*(\\d+)}}");

  private ScriptText() {}

  /** Writes out {@code {{text*3}}}, in which {@code %} stands for the number of the repetition. */
  static String expand(String text) {
    Matcher matcher = REPEAT.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      StringBuilder repeated = new StringBuilder();
      for (int i = 0; i < Integer.parseInt(matcher.group(2)); i++) {
        repeated.append(matcher.group(1).replace("%", Integer.toString(i)));
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(repeated.toString()));
    }
    return matcher.appendTail(result).toString();
  }

  /** Reads {@code pk:S / sk:N, sk2:S}. */
  static KeySchema key(String text) {
    String[] parts = text.split("/");
    return new KeySchema(attributes(parts[0]), parts.length > 1 ? attributes(parts[1]) : List.of());
  }

  private static List<KeyAttribute> attributes(String text) {
    List<KeyAttribute> attributes = new ArrayList<>();
    for (String attribute : text.trim().split(", *")) {
      int colon = attribute.indexOf(':');
      attributes.add(
          new KeyAttribute(
              attribute.substring(0, colon), ScalarType.valueOf(attribute.substring(colon + 1))));
    }
    return attributes;
  }

  static String format(KeyCondition condition) {
    return "partition "
        + format(condition.partition())
        + " sort "
        + format(condition.sortPrefix())
        + condition.range().map(range -> " " + format(range)).orElse("");
  }

  private static String format(List<AttributeValue> values) {
    return values.stream().map(ValueText::format).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String format(SortRange range) {
    return switch (range) {
      case SortRange.Below below ->
          (below.inclusive() ? "<= " : "< ") + ValueText.format(below.bound());
      case SortRange.Above above ->
          (above.inclusive() ? ">= " : "> ") + ValueText.format(above.bound());
      case SortRange.Within within ->
          "from " + ValueText.format(within.low()) + " to " + ValueText.format(within.high());
      case SortRange.StartingWith start -> "starting with " + ValueText.format(start.prefix());
    };
  }
}
