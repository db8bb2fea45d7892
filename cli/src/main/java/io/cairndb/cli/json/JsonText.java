package io.cairndb.cli.json;

import io.cairndb.cli.json.Json.Arr;
import io.cairndb.cli.json.Json.Bool;
import io.cairndb.cli.json.Json.Nil;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON: on one line for programs, indented for people. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** On one line, without spaces. */
  public static String compact(Json value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "", false);
    return out.toString();
  }

  /** Indented by two spaces, members on lines of their own. */
  public static String indented(Json value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "\n", true);
    return out.toString();
  }

  private static void write(StringBuilder out, Json value, String lineStart, boolean indent) {
    switch (value) {
      case Obj(Map<String, Json> members) -> writeObject(out, members, lineStart, indent);
      case Arr(List<Json> elements) -> writeArray(out, elements, lineStart, indent);
      case Str(String text) -> quote(out, text);
      case Num(String text) -> out.append(text);
      case Bool(boolean truth) -> out.append(truth);
      case Nil ignored -> out.append("null");
    }
  }

  private static void writeObject(
      StringBuilder out, Map<String, Json> members, String lineStart, boolean indent) {
    String inner = indent ? lineStart + "  " : lineStart;
    out.append('{');
    Iterator<Map.Entry<String, Json>> each = members.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Json> member = each.next();
      out.append(inner);
      quote(out, member.getKey());
      out.append(indent ? ": " : ":");
      write(out, member.getValue(), inner, indent);
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append(members.isEmpty() ? "" : lineStart).append('}');
  }

  private static void writeArray(
      StringBuilder out, List<Json> elements, String lineStart, boolean indent) {
    String inner = indent ? lineStart + "  " : lineStart;
    out.append('[');
    Iterator<Json> each = elements.iterator();
    while (each.hasNext()) {
      out.append(inner);
      write(out, each.next(), inner, indent);
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append(elements.isEmpty() ? "" : lineStart).append(']');
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> plain(out, text, i, c);
      }
    }
    out.append('"');
  }

  /** Control characters and halves of a surrogate pair cannot stand for themselves in UTF-8. */
  private static void plain(StringBuilder out, String text, int index, char c) {
    boolean paired =
        (Character.isHighSurrogate(c)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1)))
            || (Character.isLowSurrogate(c)
                && index > 0
                && Character.isHighSurrogate(text.charAt(index - 1)));
    if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && !paired)) {
      out.append("\\u")
          .append(HEX.charAt(c >> 12))
          .append(HEX.charAt((c >> 8) & 15))
          .append(HEX.charAt((c >> 4) & 15))
          .append(HEX.charAt(c & 15));
    } else {
      out.append(c);
    }
  }
}
