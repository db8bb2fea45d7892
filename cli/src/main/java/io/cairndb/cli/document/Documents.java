package io.cairndb.cli.document;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Arr;
import io.cairndb.cli.json.Json.Bool;
import io.cairndb.cli.json.Json.Nil;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns natural documents into the attribute values of the DynamoDB protocol and back. */
public final class Documents {
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private Documents() {}

  /**
   * The item a document says.
   *
   * @throws DocumentException for a form that does not exist or has the wrong content
   */
  public static Obj toItem(Obj document) throws DocumentException {
    return members(document, "");
  }

  /** The attribute value of one natural value. */
  public static Obj toValue(Json value) throws DocumentException {
    return toValue(value, "the value");
  }

  /** The document of an item as the protocol has it. */
  public static Obj fromItem(Obj item) {
    Map<String, Json> members = new LinkedHashMap<>();
    item.members().forEach((name, value) -> members.put(name, fromValue(value)));
    return new Obj(members);
  }

  private static Obj members(Obj object, String path) throws DocumentException {
    Map<String, Json> members = new LinkedHashMap<>();
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      String inner = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      members.put(member.getKey(), toValue(member.getValue(), inner));
    }
    return new Obj(members);
  }

  private static Obj toValue(Json value, String path) throws DocumentException {
    return switch (value) {
      case Str(String text) -> tagged("S", Json.of(text));
      case Num(String text) -> tagged("N", Json.of(text));
      case Bool(boolean truth) -> tagged("BOOL", Json.of(truth));
      case Nil ignored -> tagged("NULL", Json.of(true));
      case Arr(List<Json> elements) -> {
        List<Json> converted = new ArrayList<>();
        for (Json element : elements) {
          converted.add(toValue(element, path + "[" + converted.size() + "]"));
        }
        yield tagged("L", new Arr(converted));
      }
      case Obj object -> isForm(object) ? form(object, path) : tagged("M", members(object, path));
    };
  }

  private static boolean isForm(Obj object) {
    return object.members().size() == 1
        && object.members().keySet().iterator().next().startsWith("$");
  }

  private static Obj form(Obj object, String path) throws DocumentException {
    Map.Entry<String, Json> only = object.members().entrySet().iterator().next();
    Json content = only.getValue();
    return switch (only.getKey()) {
      case "$ss" -> tagged("SS", set(content, path, "$ss"));
      case "$ns" -> tagged("NS", set(content, path, "$ns"));
      case "$bs" -> tagged("BS", set(content, path, "$bs"));
      case "$b" -> tagged("B", binary(content, path));
      case "$m" -> {
        if (content instanceof Obj inner) {
          yield tagged("M", members(inner, path));
        }
        throw new DocumentException(path + ": {\"$m\": …} needs an object");
      }
      default ->
          throw new DocumentException(
              "%s: {\"%s\": …} is none of $ss, $ns, $bs, $b, $m; write {\"$m\": {\"%s\": …}} for an"
                      .formatted(path, only.getKey(), only.getKey())
                  + " object with a member of that name");
    };
  }

  private static Json set(Json content, String path, String form) throws DocumentException {
    if (!(content instanceof Arr(List<Json> elements)) || elements.isEmpty()) {
      throw new DocumentException(path + ": {\"" + form + "\": …} needs a list that is not empty");
    }
    List<Json> converted = new ArrayList<>();
    for (Json element : elements) {
      converted.add(
          switch (form) {
            case "$bs" -> binary(element, path);
            case "$ns" -> number(element, path);
            default -> string(element, path);
          });
    }
    return new Arr(converted);
  }

  private static Json string(Json element, String path) throws DocumentException {
    if (element instanceof Str) {
      return element;
    }
    throw new DocumentException(path + ": {\"$ss\": …} takes strings only");
  }

  private static Json number(Json element, String path) throws DocumentException {
    if (element instanceof Num(String text)) {
      return Json.of(text);
    }
    throw new DocumentException(path + ": {\"$ns\": …} takes numbers only");
  }

  private static Json binary(Json element, String path) throws DocumentException {
    if (element instanceof Str(String text)) {
      try {
        Base64.getDecoder().decode(text);
        return element;
      } catch (IllegalArgumentException malformed) {
        throw new DocumentException(path + ": \"" + text + "\" is not Base64");
      }
    }
    throw new DocumentException(path + ": binary is a string in Base64");
  }

  private static Obj tagged(String tag, Json content) {
    return Json.object().put(tag, content).build();
  }

  /** The natural value of an attribute value of the protocol. */
  public static Json fromValue(Json value) {
    if (!(value instanceof Obj tagged) || tagged.members().size() != 1) {
      return value;
    }
    Map.Entry<String, Json> only = tagged.members().entrySet().iterator().next();
    Json content = only.getValue();
    return switch (only.getKey()) {
      case "N" -> naturalNumber(content);
      case "NULL" -> Json.NULL;
      case "L" -> each(content, Documents::fromValue);
      case "M" -> map(content);
      case "SS" -> tagged("$ss", content);
      case "NS" -> tagged("$ns", each(content, Documents::naturalNumber));
      case "BS" -> tagged("$bs", content);
      case "B" -> tagged("$b", content);
      default -> content;
    };
  }

  private static Json map(Json content) {
    if (!(content instanceof Obj object)) {
      return content;
    }
    Obj natural = fromItem(object);
    return isForm(natural) ? tagged("$m", natural) : natural;
  }

  private static Json each(Json content, java.util.function.UnaryOperator<Json> convert) {
    return content instanceof Arr(List<Json> elements)
        ? new Arr(elements.stream().map(convert).toList())
        : content;
  }

  private static Json naturalNumber(Json content) {
    if (!(content instanceof Str(String text))) {
      return content;
    }
    return new Num(JSON_NUMBER.matcher(text).matches() ? text : new BigDecimal(text).toString());
  }
}
