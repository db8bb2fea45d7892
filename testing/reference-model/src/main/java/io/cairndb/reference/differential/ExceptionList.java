package io.cairndb.reference.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The reviewed differences between a server and the model. Each stands in a file with the reason
 * why DynamoDB is on the model's side, and each use is counted.
 *
 * <p>The file holds paragraphs of {@code field: value} lines: {@code server}, {@code operation},
 * {@code request}, {@code expected} and {@code got} are regular expressions that must be found,
 * {@code without} is one too, and demands that both answers agree once what it finds is removed,
 * {@code reason} is prose, and {@code after: stop} says that the states differ from there on,
 * {@code agreed: stop} that they may do so even where the answers to the request were the same.
 */
public final class ExceptionList {
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Integer> uses = new TreeMap<>();

  /** One reviewed difference. */
  record Rule(Map<String, String> fields) {
    boolean diverges() {
      return "stop".equals(fields.get("after"));
    }

    String reason() {
      return fields.getOrDefault("reason", "");
    }

    boolean covers(String server, Difference difference) {
      return found("server", server)
          && found("operation", difference.call().operation())
          && found("request", difference.call().toString())
          && found("expected", difference.expected().toString())
          && found("got", difference.actual().toString())
          && agreeWithout(difference);
    }

    private boolean agreeWithout(Difference difference) {
      String removed = fields.get("without");
      return removed == null
          || difference
              .expected()
              .toString()
              .replaceAll(removed, "")
              .equals(difference.actual().toString().replaceAll(removed, ""));
    }

    private boolean found(String field, String text) {
      return Pattern.compile(fields.getOrDefault(field, ""), Pattern.DOTALL).matcher(text).find();
    }
  }

  /** No exceptions at all. */
  public static ExceptionList none() {
    return new ExceptionList();
  }

  /** Reads the file that stands on the class path beside the tests. */
  public static ExceptionList load(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static ExceptionList parse(String text) {
    ExceptionList list = new ExceptionList();
    for (String paragraph : text.split("\n\\s*\n", -1)) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String line : paragraph.split("\n", -1)) {
        int colon = line.indexOf(':');
        if (!line.startsWith("#") && colon > 0) {
          fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
      if (!fields.isEmpty()) {
        for (String required : List.of("server", "operation", "expected", "got", "reason")) {
          if (fields.getOrDefault(required, "").isEmpty()) {
            throw new IllegalArgumentException("an exception without " + required + ": " + fields);
          }
        }
        list.rules.add(new Rule(fields));
      }
    }
    return list;
  }

  /** Whether the states may differ after this call, whose answers were the same. */
  boolean divergesUnseen(String server, Call call, Answer agreed) {
    return rules.stream()
        .anyMatch(
            one ->
                "stop".equals(one.fields().get("agreed"))
                    && one.found("server", server)
                    && one.found("operation", call.operation())
                    && one.found("request", call.toString())
                    && one.found("expected", agreed.toString()));
  }

  Optional<Rule> excuse(String server, Difference difference) {
    Optional<Rule> rule = rules.stream().filter(one -> one.covers(server, difference)).findFirst();
    synchronized (uses) {
      rule.ifPresent(one -> uses.merge(server + ": " + one.reason(), 1, Integer::sum));
    }
    return rule;
  }

  /** How often each exception was needed, by its reason. */
  public Map<String, Integer> uses() {
    synchronized (uses) {
      return new TreeMap<>(uses);
    }
  }
}
