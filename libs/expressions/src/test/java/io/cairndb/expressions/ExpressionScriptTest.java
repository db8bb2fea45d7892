package io.cairndb.expressions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the scripts in {@code testdata}: one command a line, its outcome on the line below,
 * indented. {@code -Drewrite} writes the outcomes that were found instead of comparing them; the
 * difference is then reviewed as a change.
 *
 * <pre>
 * item {a: 1}            sets the item that commands apply to
 * names #a=b #c=d        sets names; without arguments, none
 * values {:v: 1}         sets values
 * key pk:S / sk:N        sets the key for key conditions
 * condition|filter|update|projection|keys  text
 * </pre>
 */
class ExpressionScriptTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/testdata");

  private final ExpressionCompiler compiler = new ExpressionCompiler();
  private Map<String, AttributeValue> item = Map.of();
  private Map<String, String> names = Map.of();
  private Map<String, AttributeValue> values = Map.of();
  private KeySchema key =
      new KeySchema(
          List.of(new KeyAttribute("pk", ScalarType.S)),
          List.of(new KeyAttribute("sk", ScalarType.N)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syntax.txt",
        "conditions.txt",
        "condition-errors.txt",
        "updates.txt",
        "update-errors.txt",
        "projections.txt",
        "key-conditions.txt",
        "limits.txt"
      })
  void script(String name) throws IOException {
    Path file = DIRECTORY.resolve(name);
    List<String> expected = Files.readAllLines(file);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      if (line.startsWith("  ")) {
        continue;
      }
      actual.add(line);
      if (!line.isBlank() && !line.startsWith("#")) {
        run(line).ifPresent(outcome -> actual.add("  " + outcome));
      }
    }
    if (System.getProperty("rewrite") != null) {
      Files.write(file, actual);
    } else {
      assertEquals(String.join("\n", expected), String.join("\n", actual), name);
    }
  }

  private java.util.Optional<String> run(String line) {
    int space = line.indexOf(' ');
    String command = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : ScriptText.expand(line.substring(space + 1));
    switch (command) {
      case "item" -> item = ValueText.parseMap(rest);
      case "names" -> names = names(rest);
      case "values" -> values = rest.isBlank() ? Map.of() : ValueText.parseMap(rest);
      case "key" -> key = ScriptText.key(rest);
      default -> {
        return java.util.Optional.of(outcome(command, rest));
      }
    }
    return java.util.Optional.empty();
  }

  private static Map<String, String> names(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String pair : text.split(" +")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        names.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return names;
  }

  private String outcome(String command, String text) {
    Substitutions substitutions = new Substitutions(names, values);
    try {
      return switch (command) {
        case "condition" ->
            Boolean.toString(
                compiler
                    .condition(ExpressionKind.CONDITION, text, substitutions)
                    .matches(Document.of(item)));
        case "filter" ->
            Boolean.toString(
                compiler
                    .condition(ExpressionKind.FILTER, text, substitutions)
                    .matches(Document.of(item)));
        case "update" -> update(text, substitutions);
        case "projection" ->
            ValueText.format(compiler.projection(text, substitutions).apply(Document.of(item)));
        case "keys" -> ScriptText.format(compiler.keyCondition(text, substitutions, key));
        case "unused" -> unused(text, substitutions);
        default -> throw new IllegalArgumentException(command);
      };
    } catch (InvalidExpressionException e) {
      return "invalid: " + e.getMessage();
    } catch (ExpressionEvaluationException e) {
      return "fails: " + e.getMessage();
    }
  }

  private String update(String text, Substitutions substitutions) {
    UpdateResult result = compiler.update(text, substitutions).apply(Item.of(item));
    return ValueText.format(result.attributes())
        + " old "
        + ValueText.format(result.updatedOld(Document.of(item)))
        + " new "
        + ValueText.format(result.updatedNew());
  }

  private String unused(String text, Substitutions substitutions) {
    compiler.condition(ExpressionKind.CONDITION, text, substitutions);
    substitutions.requireAllUsed();
    return "all used";
  }
}
