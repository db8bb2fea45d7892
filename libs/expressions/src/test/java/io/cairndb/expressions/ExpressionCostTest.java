package io.cairndb.expressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.expressions.syntax.SyntaxParser;
import io.cairndb.expressions.syntax.Template;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An expression of 4 KB over an item of 400 KB must not cost a shard seconds or gigabytes: whoever
 * may write one item could stop everybody else.
 */
final class ExpressionCostTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String TOO_LARGE =
      "Item size to update has exceeded the maximum allowed size";

  private final ExpressionCompiler compiler = new ExpressionCompiler();

  @Test
  void anUpdateStopsWhenTheItemIsTooLarge() {
    Item item = Item.of(Map.of("b", new AttributeValue.S("x".repeat(390_000))));
    String copies =
        IntStream.range(0, 600).mapToObj(i -> "a" + i + "=b").collect(Collectors.joining(","));
    assertTooLarge("SET " + copies.substring(0, 4000).replaceFirst(",[^,]*$", ""), item);
  }

  @Test
  void listAppendStopsWhenTheListIsTooLarge() {
    AttributeValue element = new AttributeValue.S("x".repeat(50_000));
    Item item = Item.of(Map.of("b", new AttributeValue.L(List.of(element, element))));
    String text = "b";
    for (int i = 0; i < 6; i++) {
      text = "list_append(" + text + "," + text + ")";
    }
    assertTooLarge("SET c = " + text, item);
  }

  private void assertTooLarge(String text, Item item) {
    UpdateProgram program = compiler.update(text, Substitutions.none());
    ExpressionEvaluationException refused =
        assertThrows(ExpressionEvaluationException.class, () -> program.apply(item));
    assertEquals(TOO_LARGE, refused.getMessage());
  }

  @Test
  void containsIsLinear() {
    String text = "a".repeat(390_000);
    String run = "a".repeat(195_000) + "b";
    Condition contains =
        compiler.condition(
            ExpressionKind.CONDITION,
            "contains(t, :t) OR contains(b, :b)",
            new Substitutions(
                Map.of(),
                Map.of(
                    ":t", new AttributeValue.S(run), ":b", new AttributeValue.B(Bytes.utf8(run)))));
    Map<String, AttributeValue> document =
        Map.of("t", new AttributeValue.S(text), "b", new AttributeValue.B(Bytes.utf8(text)));
    assertFalse(assertTimeoutPreemptively(SOON, () -> contains.matches(Document.of(document))));
  }

  @Test
  void searchFindsWhatThePlainSearchFinds() {
    SplittableRandom random = Seeds.random(ExpressionCostTest.class);
    int found = 0;
    for (int i = 0; i < 3000; i++) {
      String text = letters(random, random.nextInt(600));
      String run = letters(random, random.nextInt(i % 3 == 0 ? 300 : 12));
      assertEquals(text.contains(run), RunSearch.contains(text, run), text + " / " + run);
      assertEquals(text.contains(run), RunSearch.contains(Bytes.utf8(text), Bytes.utf8(run)));
      found += text.contains(run) ? 1 : 0;
    }
    assertTrue(found > 100 && found < 2900, "found " + found);
  }

  private static String letters(SplittableRandom random, int length) {
    return random
        .ints(length, 'a', 'c')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @Test
  void longNamesAreNotComparedPairByPair() {
    Map<String, String> names = new LinkedHashMap<>();
    String text =
        IntStream.range(0, 500)
            .mapToObj(
                i -> {
                  names.put("#" + i, "n".repeat(60_000) + i);
                  return "#" + i + ".x" + i % 10;
                })
            .collect(Collectors.joining(","));
    Substitutions substitutions = new Substitutions(names, Map.of());
    ProjectionList projection =
        assertTimeoutPreemptively(SOON, () -> compiler.projection(text, substitutions));
    assertEquals(500, projection.paths().size());
  }

  @Test
  void anAttributeIsComparedOnce() {
    Condition condition =
        compiler.condition(
            ExpressionKind.FILTER,
            "a IN (b, c, b, b, :v)",
            new Substitutions(Map.of(), Map.of(":v", new AttributeValue.S("v"))));
    assertEquals(3, ((Condition.In) condition).options().size());
  }

  @Test
  void keptTextsAreBoundedByTheirLength() {
    TemplateCache cache = new TemplateCache(4096);
    for (int i = 0; i < 1000; i++) {
      String text = "a" + i + ",b".repeat(2000);
      cache.get(
          ExpressionKind.PROJECTION,
          text,
          Template.ProjectionTemplate.class,
          SyntaxParser::projection);
      assertTrue(cache.characters() <= TemplateCache.CHARACTERS_MAX);
    }
    assertTrue(cache.characters() > TemplateCache.CHARACTERS_MAX / 2);
  }
}
