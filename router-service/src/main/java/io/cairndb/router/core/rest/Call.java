package io.cairndb.router.core.rest;

import io.cairndb.item.AttributeValue;
import io.cairndb.router.core.FrontDoorRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request, its path and query taken apart.
 *
 * @param variables of the route's template, decoded
 * @param query decoded
 * @param body its first {@code length} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Call(
    String method,
    Map<String, String> variables,
    Map<String, String> query,
    FrontDoorRequest.Headers headers,
    byte[] body,
    int length,
    CharSequence requestId) {

  /** The value of a variable that the route has. */
  String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no " + name);
    }
    return value;
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  boolean flag(String name) {
    String value = query.get(name);
    return switch (value) {
      case null -> false;
      case "", "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.invalid(name + " is to be true or false.");
    };
  }

  /** A whole number in the query; null when it is not there. */
  @Nullable Integer number(String name, int least, int most) {
    String value = query.get(name);
    if (value == null) {
      return null;
    }
    String wrong = name + " is to be a whole number from " + least + " to " + most + ".";
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw ProblemException.invalid(wrong);
    }
    throw ProblemException.invalid(wrong);
  }

  /** Refuses parameters of the query that mean nothing here: mistyped ones would be ignored. */
  void requireOnly(Set<String> known) {
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        throw ProblemException.invalid("There is no parameter " + name + " here.");
      }
    }
  }

  /** The type of the body without its parameters, in lower case; JSON unless said. */
  String contentType() {
    String given = header("content-type");
    if (given == null) {
      return "application/json";
    }
    int end = given.indexOf(';');
    return (end < 0 ? given : given.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** The members of a JSON body; curl's default type is taken for JSON, too. */
  Map<String, AttributeValue> json() {
    requireJson();
    return Documents.readObject(body, length);
  }

  /** The members of a JSON body that is no document, as JSON has them. */
  Map<String, AttributeValue> rawJson() {
    requireJson();
    return Documents.readRawObject(body, length);
  }

  /** The members of a JSON body that may have those names and no others. */
  Members envelope(Set<String> known) {
    return Members.of(rawJson(), known);
  }

  /** The members of a JSON body that tells changes, which may say so by its type. */
  Map<String, AttributeValue> rawPatch() {
    return contentType().equals("application/merge-patch+json")
        ? Documents.readRawObject(body, length)
        : rawJson();
  }

  private void requireJson() {
    String type = contentType();
    if (!type.equals("application/json") && !type.equals("application/x-www-form-urlencoded")) {
      throw new ProblemException(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "The body is to be application/json, not " + type + ".");
    }
  }

  /**
   * Whether the client would rather have {@code type} than JSON: it names it, and likes it no less
   * than JSON.
   */
  boolean prefers(String type) {
    String accept = header("accept");
    return accept != null
        && quality(accept, type) > 0
        && quality(accept, type) >= quality(accept, Reply.JSON, "application/*", "*/*");
  }

  /** How much the first of these ranges that is named is liked; 0 when none is. */
  private static double quality(String accept, String... ranges) {
    for (String wanted : ranges) {
      for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = range.split(";", -1);
        if (parts[0].strip().equals(wanted)) {
          return quality(parts);
        }
      }
    }
    return 0;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException notANumber) {
          return 0;
        }
      }
    }
    return 1;
  }

  /** Whether the client asks for the item rather than for silence. */
  boolean wantsRepresentation(boolean otherwise) {
    String prefer = header("prefer");
    if (prefer == null) {
      return otherwise;
    }
    for (String preference : prefer.split(",", -1)) {
      switch (preference.replace(" ", "").toLowerCase(Locale.ROOT)) {
        case "return=representation" -> {
          return true;
        }
        case "return=minimal" -> {
          return false;
        }
        default -> {
          // Preferences that are not known are to be ignored.
        }
      }
    }
    return otherwise;
  }
}
