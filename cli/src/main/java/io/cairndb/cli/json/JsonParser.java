package io.cairndb.cli.json;

import io.cairndb.cli.json.Json.Arr;
import io.cairndb.cli.json.Json.Bool;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as RFC 8259 has it; a member given twice is refused, for one would be lost. */
public final class JsonParser {
  /** Deeper than any item may be, shallow enough for every stack. */
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int position;

  private JsonParser(String text) {
    this.text = text;
  }

  /**
   * Reads one value that is the whole of the text.
   *
   * @throws JsonException when it is anything else
   */
  public static Json parse(String text) throws JsonException {
    JsonParser parser = new JsonParser(text);
    Json value = parser.value(0);
    parser.skipSpace();
    if (parser.position < text.length()) {
      throw parser.problem("unexpected " + parser.seen() + " after the end");
    }
    return value;
  }

  /** As {@link #parse}, of an object. */
  public static Obj parseObject(String text) throws JsonException {
    if (parse(text) instanceof Obj object) {
      return object;
    }
    throw new JsonException("a JSON object is needed, {…},", 0);
  }

  private Json value(int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw problem("nested too deeply");
    }
    skipSpace();
    if (position >= text.length()) {
      throw problem("unexpected end");
    }
    char first = text.charAt(position);
    return switch (first) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Str(string());
      case 't' -> word("true", new Bool(true));
      case 'f' -> word("false", new Bool(false));
      case 'n' -> word("null", Json.NULL);
      default -> number();
    };
  }

  private Json object(int depth) throws JsonException {
    position++;
    Map<String, Json> members = new LinkedHashMap<>();
    if (skipIf('}')) {
      return new Obj(members);
    }
    do {
      skipSpace();
      int start = position;
      if (position >= text.length() || text.charAt(position) != '"') {
        throw problem("a member's name in double quotes is needed, not " + seen());
      }
      String name = string();
      require(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw new JsonException("member \"" + name + "\" is given twice", start);
      }
    } while (skipIf(','));
    require('}');
    return new Obj(members);
  }

  private Json array(int depth) throws JsonException {
    position++;
    List<Json> elements = new ArrayList<>();
    if (skipIf(']')) {
      return new Arr(elements);
    }
    do {
      elements.add(value(depth + 1));
    } while (skipIf(','));
    require(']');
    return new Arr(elements);
  }

  private Json word(String word, Json value) throws JsonException {
    if (!text.startsWith(word, position)) {
      throw problem("unexpected " + seen());
    }
    position += word.length();
    return value;
  }

  private Json number() throws JsonException {
    int start = position;
    skipOne("-");
    if (!skipOne("0") && digits() == 0) {
      position = start;
      throw problem("unexpected " + seen());
    }
    if (skipOne(".") && digits() == 0) {
      throw problem("a digit is needed, not " + seen());
    }
    if (skipOne("eE")) {
      skipOne("+-");
      if (digits() == 0) {
        throw problem("a digit is needed, not " + seen());
      }
    }
    return new Num(text.substring(start, position));
  }

  private int digits() {
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return position - start;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean skipOne(String anyOf) {
    if (position < text.length() && anyOf.indexOf(text.charAt(position)) >= 0) {
      position++;
      return true;
    }
    return false;
  }

  private String string() throws JsonException {
    int start = ++position;
    int plainEnd = start;
    while (plainEnd < text.length() && isPlain(text.charAt(plainEnd))) {
      plainEnd++;
    }
    position = plainEnd;
    if (plainEnd < text.length() && text.charAt(plainEnd) == '"') {
      position++;
      return text.substring(start, plainEnd);
    }
    StringBuilder unescaped = new StringBuilder(text.substring(start, plainEnd));
    while (true) {
      if (position >= text.length()) {
        throw problem("unexpected end of a string");
      }
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        return unescaped.toString();
      }
      if (c < ' ') {
        throw problem("control character in a string");
      }
      position++;
      unescaped.append(c == '\\' ? escaped() : c);
    }
  }

  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && c >= ' ';
  }

  private char escaped() throws JsonException {
    if (position >= text.length()) {
      throw problem("unexpected end of a string");
    }
    char c = text.charAt(position++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw problem("unknown escape \\" + c);
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = position < text.length() ? Character.digit(text.charAt(position), 16) : -1;
      if (digit < 0 || text.charAt(position) > 'f') {
        throw problem("four hexadecimal digits are needed after \\u");
      }
      code = code * 16 + digit;
      position++;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean skipIf(char c) {
    skipSpace();
    if (position < text.length() && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  private void require(char c) throws JsonException {
    if (!skipIf(c)) {
      throw problem("'" + c + "' is needed, not " + seen());
    }
  }

  private String seen() {
    return position >= text.length()
        ? "the end"
        : "'" + Character.toString(text.codePointAt(position)) + "'";
  }

  private JsonException problem(String problem) {
    return new JsonException(problem, position);
  }
}
