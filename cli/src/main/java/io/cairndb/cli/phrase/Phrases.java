package io.cairndb.cli.phrase;

import io.cairndb.cli.document.DocumentException;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The phrases of one request, which share their placeholders.
 *
 * <p>Literals: {@code 'text'} with {@code ''} for a quote, numbers, {@code true}, {@code false},
 * {@code null}, and {@code {…}} or a form such as {@code {"$b": "AAE="}} for everything a document
 * can say. Names: bare words, or anything in double quotes. Not thread-safe.
 */
public final class Phrases {
  private static final Set<String> KEYWORDS = Set.of("AND", "OR", "NOT", "BETWEEN", "IN");
  private static final Set<String> UPDATE_KEYWORDS = Set.of("SET", "REMOVE", "ADD", "DELETE");

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Json> values = new LinkedHashMap<>();
  private final Map<String, String> givenNames = new LinkedHashMap<>();

  /** Makes phrases without placeholders of the user's. */
  public Phrases() {}

  /** Makes phrases that may use placeholders, {@code #name} and {@code :value}. */
  public Phrases(Map<String, String> names, Map<String, Json> values) throws PhraseException {
    givenNames.putAll(names);
    for (Map.Entry<String, Json> value : values.entrySet()) {
      put(value.getKey(), value.getValue());
    }
  }

  /** The expression a condition becomes; its names and values join those of this request. */
  public String expression(String phrase) throws PhraseException {
    return new Reader(phrase, KEYWORDS).read();
  }

  /** The expression an update becomes: SET, REMOVE, ADD and DELETE are no names in it. */
  public String update(String phrase) throws PhraseException {
    return new Reader(phrase, UPDATE_KEYWORDS).read();
  }

  /** Adds the placeholders to a request, if there are any. */
  public void addTo(Json.Builder request) {
    if (!names.isEmpty() || !givenNames.isEmpty()) {
      Json.Builder members = Json.object();
      givenNames.forEach(members::put);
      names.forEach((name, placeholder) -> members.put(placeholder, name));
      request.put("ExpressionAttributeNames", members.build());
    }
    if (!values.isEmpty()) {
      request.put("ExpressionAttributeValues", new Obj(values));
    }
  }

  private String name(String name) {
    return names.computeIfAbsent(name, added -> freeName());
  }

  private String value(Json natural) throws PhraseException {
    String placeholder = free(":v", values.size(), values.keySet());
    put(placeholder, natural);
    return placeholder;
  }

  private String freeName() {
    Set<String> taken = new HashSet<>(givenNames.keySet());
    taken.addAll(names.values());
    return free("#n", names.size(), taken);
  }

  /** The first placeholder from a number on that is not taken. */
  private static String free(String prefix, int from, Set<String> taken) {
    int number = from;
    while (taken.contains(prefix + number)) {
      number++;
    }
    return prefix + number;
  }

  private void put(String placeholder, Json natural) throws PhraseException {
    try {
      values.put(placeholder, Documents.toValue(natural));
    } catch (DocumentException wrong) {
      throw new PhraseException(String.valueOf(wrong.getMessage()));
    }
  }

  /** One pass over one phrase. */
  private final class Reader {
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final Set<String> keywords;
    private int position;

    Reader(String text, Set<String> keywords) {
      this.text = text;
      this.keywords = keywords;
    }

    String read() throws PhraseException {
      if (text.isBlank()) {
        throw new PhraseException("the expression is empty");
      }
      while (position < text.length()) {
        char c = text.charAt(position);
        if (c == '\'') {
          out.append(value(Json.of(quoted('\''))));
        } else if (c == '"') {
          out.append(name(quoted('"')));
        } else if (c == '{') {
          out.append(value(document()));
        } else if (c == '[') {
          out.append(index());
        } else if (c == '#' || c == ':') {
          out.append(placeholder());
        } else if (startsNumber(c)) {
          out.append(value(number()));
        } else if (Character.isLetter(c) || c == '_') {
          out.append(word());
        } else {
          out.append(c);
          position++;
        }
      }
      return out.toString();
    }

    private boolean startsNumber(char c) {
      boolean signed = c == '-' && position + 1 < text.length();
      return isDigit(signed ? text.charAt(position + 1) : c);
    }

    private boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private String quoted(char quote) throws PhraseException {
      StringBuilder content = new StringBuilder();
      for (int i = position + 1; i < text.length(); i++) {
        if (text.charAt(i) != quote) {
          content.append(text.charAt(i));
        } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          content.append(quote);
          i++;
        } else {
          position = i + 1;
          return content.toString();
        }
      }
      throw new PhraseException("a " + quote + " is not closed: " + text.substring(position));
    }

    /** A document ends at its closing brace; braces in its strings do not count. */
    private Json document() throws PhraseException {
      int depth = 0;
      boolean inString = false;
      for (int i = position; i < text.length(); i++) {
        char c = text.charAt(i);
        if (inString) {
          i += c == '\\' ? 1 : 0;
          inString = c != '"';
        } else {
          inString = c == '"';
          depth += c == '{' ? 1 : c == '}' ? -1 : 0;
          if (depth == 0) {
            String json = text.substring(position, i + 1);
            position = i + 1;
            return parse(json);
          }
        }
      }
      throw new PhraseException("a { is not closed: " + text.substring(position));
    }

    private Json parse(String json) throws PhraseException {
      try {
        return JsonParser.parse(json);
      } catch (JsonException wrong) {
        throw new PhraseException(json + ": " + wrong.getMessage());
      }
    }

    private String index() {
      int end = text.indexOf(']', position);
      String index = end < 0 ? text.substring(position) : text.substring(position, end + 1);
      position += index.length();
      return index;
    }

    private Json number() throws PhraseException {
      int end = position + 1;
      while (end < text.length()
          && (isDigit(text.charAt(end))
              || text.charAt(end) == '.'
              || text.charAt(end) == 'e'
              || text.charAt(end) == 'E'
              || ((text.charAt(end) == '-' || text.charAt(end) == '+')
                  && "eE".indexOf(text.charAt(end - 1)) >= 0))) {
        end++;
      }
      String number = text.substring(position, end);
      position = end;
      if (parse(number) instanceof Num parsed) {
        return parsed;
      }
      throw new PhraseException(number + " is not a number");
    }

    /** A placeholder of the user's. */
    private String placeholder() {
      int start = position;
      position++;
      skipWord();
      return text.substring(start, position);
    }

    private void skipWord() {
      while (position < text.length() && isPartOfWord(text.charAt(position))) {
        position++;
      }
    }

    private String word() throws PhraseException {
      int start = position;
      skipWord();
      String word = text.substring(start, position);
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "true" -> value(Json.of(true));
        case "false" -> value(Json.of(false));
        case "null" -> value(Json.NULL);
        default -> isFunction() || isKeyword(word) ? word : name(word);
      };
    }

    private boolean isPartOfWord(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private boolean isFunction() {
      return position < text.length() && text.charAt(position) == '(';
    }

    private boolean isKeyword(String word) {
      return keywords.contains(word.toUpperCase(Locale.ROOT));
    }
  }
}
