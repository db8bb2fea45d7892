package io.cairndb.expressions.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.expressions.Document;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ExpressionEvaluationException;
import io.cairndb.expressions.ExpressionKind;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.expressions.Seeds;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.ValueText;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever the text, a compiler accepts it or refuses it with a message, in bounded time: no other
 * exception, no endless loop, no exhausted stack. Texts are soups of tokens and mutations of valid
 * expressions.
 */
class SyntaxFuzzTest {
  private static final int TEXTS = 60_000;
  private static final List<String> TOKENS =
      List.of(
          "a",
          "b.c",
          "#n",
          ":v",
          ":w",
          "(",
          ")",
          "[",
          "]",
          "0",
          "12",
          ".",
          ",",
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          "AND",
          "OR",
          "NOT",
          "BETWEEN",
          "IN",
          "SET",
          "REMOVE",
          "ADD",
          "DELETE",
          "size",
          "contains",
          "begins_with",
          "attribute_exists",
          "attribute_type",
          "if_not_exists",
          "list_append",
          "name",
          "_",
          "$",
          "\u00fc",
          "\ud83d\ude00",
          "\ud83d",
          "'",
          "\"",
          "\\",
          "\n",
          "99999999999",
          "#",
          ":");
  private static final List<String> VALID =
      List.of(
          "a = :v AND (b.c <> :w OR NOT attribute_exists(#n)) AND size(a) BETWEEN :v AND :v",
          "begins_with(a, :w) OR contains(b, :v) OR a IN (:v, :w, c) OR attribute_type(a, :t)",
          "SET a = :v, b[0] = if_not_exists(c, :v) + :v REMOVE d.e ADD f :v DELETE g :s",
          "SET l = list_append(l, if_not_exists(m, :l)), n = (n - :v)",
          "a, b.c, d[0].e, #n.x[12]",
          "pk = :w AND sk BETWEEN :v AND :v");

  private final ExpressionCompiler compiler = new ExpressionCompiler(16);
  private final Map<String, AttributeValue> item =
      ValueText.parseMap("{a: 1, b: {c: 'x'}, l: [1, {x: 2}], n: 5, g: <'a'>}");
  private int accepted;

  @Test
  void everyTextIsAcceptedOrRefused() {
    SplittableRandom random = Seeds.random(SyntaxFuzzTest.class);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < TEXTS; i++) {
            String text = i % 3 == 0 ? soup(random) : mutated(random);
            compileAll(text);
          }
        });
    assertTrue(accepted > TEXTS / 100, "the fuzzer wrote hardly anything valid: " + accepted);
  }

  /** The texts that would exhaust a stack or a second, were nothing counted. */
  @Test
  void deepAndLongTextsAreRefusedQuickly() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String unit : List.of("(", "NOT ", "size(", "a.", "a[0", "a=", "((a)", "a AND ")) {
            compileAll(unit.repeat(4096 / unit.length()));
            compileAll("SET a = " + unit.repeat(4000 / unit.length()));
          }
          compileAll("x".repeat(2_000_000));
        });
  }

  @Test
  void allReservedWordsAreKnown() {
    assertEquals(573, ReservedWords.count());
    assertTrue(ReservedWords.contains("zone"));
    assertTrue(ReservedWords.contains("Abort"));
  }

  private static String soup(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(24); n > 0; n--) {
      text.append(TOKENS.get(random.nextInt(TOKENS.size())));
      if (random.nextInt(4) > 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  private static String mutated(SplittableRandom random) {
    StringBuilder text = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
        case 2 -> text.replace(at, to, TOKENS.get(random.nextInt(TOKENS.size())));
        default -> text.insert(at, text.substring(at, to));
      }
    }
    return text.toString();
  }

  private void compileAll(String text) {
    attempt(
        () -> {
          boolean held =
              compiler
                  .condition(ExpressionKind.CONDITION, text, substitutions())
                  .matches(Document.of(item));
          accepted += held ? 1 : 1;
        });
    attempt(
        () -> {
          compiler.update(text, substitutions()).apply(Item.of(item));
          accepted++;
        });
    attempt(
        () -> {
          compiler.projection(text, substitutions()).apply(Document.of(item));
          accepted++;
        });
    attempt(
        () -> {
          compiler.keyPredicates(text, substitutions());
          accepted++;
        });
  }

  private static void attempt(Runnable compilation) {
    try {
      compilation.run();
    } catch (InvalidExpressionException | ExpressionEvaluationException refused) {
      assertTrue(refused.getMessage() != null && !refused.getMessage().isBlank());
    }
  }

  private static Substitutions substitutions() {
    return new Substitutions(
        Map.of("#n", "n"), ValueText.parseMap("{:v: 1, :w: 'x', :t: 'N', :l: [1], :s: <'a'>}"));
  }
}
