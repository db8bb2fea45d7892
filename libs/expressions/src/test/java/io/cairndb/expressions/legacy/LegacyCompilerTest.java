package io.cairndb.expressions.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.Document;
import io.cairndb.expressions.ExpressionEvaluationException;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.expressions.KeyCondition;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.expressions.ValueText;
import io.cairndb.expressions.legacy.AttributeUpdate.Action;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The older parameters are deprecated but clients of them are many; their messages and the meaning
 * of every comparison operator are pinned here.
 */
class LegacyCompilerTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final Document ITEM =
      Document.of(
          ValueText.parseMap("{n: 5, s: 'hello', ss: <'a', 'b'>, l: [1, 'x'], b: x'ab', z: null}"));
  private static final AttributeValue A = ValueText.parse("'a'");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "n    | EQ           | 5            | true",
        "n    | EQ           | 6            | false",
        "ss   | EQ           | <'b', 'a'>   | true",
        "nope | EQ           | 5            | false",
        "n    | NE           | 6            | true",
        "n    | NE           | 'x'          | true",
        "nope | NE           | 5            | true",
        "n    | LT           | 6            | true",
        "n    | LE           | 5            | true",
        "n    | GT           | 5            | false",
        "n    | GE           | 5            | true",
        "s    | GT           | 5            | false",
        "n    | BETWEEN      | 5; 6         | true",
        "n    | BETWEEN      | 6; 7         | false",
        "n    | IN           | 6; 5         | true",
        "nope | IN           | 6; 5         | false",
        "n    | NULL         | ''           | false",
        "nope | NULL         | ''           | true",
        "z    | NULL         | ''           | false",
        "n    | NOT_NULL     | ''           | true",
        "nope | NOT_NULL     | ''           | false",
        "s    | CONTAINS     | 'ell'        | true",
        "ss   | CONTAINS     | 'a'          | true",
        "l    | CONTAINS     | 1            | true",
        "b    | CONTAINS     | x'b'         | true",
        "nope | CONTAINS     | 'a'          | false",
        "ss   | NOT_CONTAINS | 'a'          | false",
        "ss   | NOT_CONTAINS | 'q'          | true",
        "nope | NOT_CONTAINS | 'a'          | true",
        "s    | BEGINS_WITH  | 'he'         | true",
        "s    | BEGINS_WITH  | 'x'          | false",
      })
  void everyOperatorMeansWhatItSays(
      String attribute, ComparisonOperator operator, String arguments, boolean expected) {
    List<AttributeValue> values =
        arguments.equals("''")
            ? List.of()
            : Stream.of(arguments.split(";")).map(text -> ValueText.parse(text.trim())).toList();
    Condition filter =
        LegacyCompiler.filter(Map.of(attribute, new LegacyCondition(operator, values)), null);
    assertEquals(expected, filter.matches(ITEM));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "EQ|''|Invalid number of argument(s) for the EQ ComparisonOperator",
        "IN|''|Invalid number of argument(s) for the IN ComparisonOperator",
        "BETWEEN|1|Invalid number of argument(s) for the BETWEEN ComparisonOperator",
        "BETWEEN|1; 2; 3|Invalid number of argument(s) for the BETWEEN ComparisonOperator",
        "NULL|1|Invalid number of argument(s) for the NULL ComparisonOperator",
        "IN|'b'; 1|AttributeValues inside AttributeValueList must be of same type",
        "LT|true|ComparisonOperator LT is not valid for BOOL AttributeValue type",
        "IN|{}|ComparisonOperator IN is not valid for M AttributeValue type",
        "BETWEEN|[];[]|ComparisonOperator BETWEEN is not valid for L AttributeValue type",
        "CONTAINS|<1>|ComparisonOperator CONTAINS is not valid for NS AttributeValue type",
        "BEGINS_WITH|1|ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type",
      })
  void argumentsMustFitTheOperator(ComparisonOperator operator, String arguments, String message) {
    List<AttributeValue> values =
        arguments.equals("''")
            ? List.of()
            : Stream.of(arguments.split(";")).map(text -> ValueText.parse(text.trim())).toList();
    LegacyCondition condition = new LegacyCondition(operator, values);
    assertInvalid(INVALID + message, () -> LegacyCompiler.filter(Map.of("a", condition), null));
    assertInvalid(INVALID + message, () -> LegacyCompiler.keyConditions(Map.of("a", condition)));
  }

  @Test
  void betweenBoundsMustAscend() {
    LegacyCondition condition =
        new LegacyCondition(ComparisonOperator.BETWEEN, List.of(ValueText.parse("'b'"), A));
    assertInvalid(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper"
            + " bound",
        () -> LegacyCompiler.filter(Map.of("a", condition), null));
  }

  @Test
  void conditionsAreJoinedByTheConditionalOperator() {
    Map<String, LegacyCondition> filter = new LinkedHashMap<>();
    filter.put("n", new LegacyCondition(ComparisonOperator.EQ, List.of(ValueText.parse("5"))));
    filter.put("s", new LegacyCondition(ComparisonOperator.EQ, List.of(A)));
    assertFalse(LegacyCompiler.filter(filter, null).matches(ITEM));
    assertFalse(LegacyCompiler.filter(filter, ConditionalOperator.AND).matches(ITEM));
    assertTrue(LegacyCompiler.filter(filter, ConditionalOperator.OR).matches(ITEM));
    assertTrue(LegacyCompiler.filter(Map.of(), null).matches(ITEM));
  }

  @Test
  void theConditionalOperatorNeedsConditionsToJoin() {
    assertInvalid(
        "ConditionalOperator cannot be used without Filter or Expected",
        () -> LegacyCompiler.requireJoinable(ConditionalOperator.OR, 0));
    assertInvalid(
        "ConditionalOperator can only be used when Filter or Expected has two or more elements",
        () ->
            LegacyCompiler.expected(
                Map.of("a", new ExpectedAttribute(false, null, null, null)),
                ConditionalOperator.AND));
  }

  @Test
  void expectedValuesAndAbsence() {
    assertTrue(expected(null, ValueText.parse("5"), null, null).matches(ITEM));
    assertTrue(expected(true, ValueText.parse("5"), null, null).matches(ITEM));
    assertFalse(expected(false, null, null, null).matches(ITEM));
    assertTrue(expected(false, null, null, null).matches(Document.ABSENT));
    assertTrue(expected(null, ValueText.parse("6"), ComparisonOperator.LT, null).matches(ITEM));
    assertTrue(
        expected(null, null, ComparisonOperator.IN, List.of(ValueText.parse("5"))).matches(ITEM));
    assertTrue(expected(null, null, ComparisonOperator.NOT_NULL, null).matches(ITEM));
  }

  @Test
  void expectedMustBeConsistent() {
    assertExpectedInvalid(
        "Value must be provided when Exists is null for Attribute: n", null, null, null, null);
    assertExpectedInvalid(
        "Value must be provided when Exists is true for Attribute: n", true, null, null, null);
    assertExpectedInvalid(
        "Value cannot be used when Exists is false for Attribute: n", false, A, null, null);
    assertExpectedInvalid(
        "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: n",
        null,
        null,
        ComparisonOperator.LT,
        null);
    assertExpectedInvalid(
        "Exists and ComparisonOperator cannot be used together for Attribute: n",
        true,
        null,
        ComparisonOperator.LT,
        null);
    assertExpectedInvalid(
        "Value and AttributeValueList cannot be used together for Attribute: n",
        null,
        A,
        ComparisonOperator.LT,
        List.of(A));
    assertExpectedInvalid(
        "AttributeValueList can only be used with a ComparisonOperator for Attribute: n",
        true,
        null,
        null,
        List.of(A));
    assertExpectedInvalid(
        "Invalid number of argument(s) for the NULL ComparisonOperator",
        null,
        A,
        ComparisonOperator.NULL,
        null);
  }

  @Test
  void updatesPutAddAndDelete() {
    Map<String, AttributeUpdate> updates = new LinkedHashMap<>();
    updates.put("s", new AttributeUpdate(null, A));
    updates.put("n", new AttributeUpdate(Action.ADD, ValueText.parse("2")));
    updates.put("ss", new AttributeUpdate(Action.DELETE, ValueText.parse("<'a'>")));
    updates.put("l", new AttributeUpdate(Action.ADD, ValueText.parse("['y']")));
    updates.put("b", new AttributeUpdate(Action.DELETE, null));
    updates.put("fresh", new AttributeUpdate(Action.ADD, ValueText.parse("[1]")));
    Map<String, AttributeValue> before =
        ValueText.parseMap("{n: 5, s: 'hello', ss: <'a', 'b'>, l: [1, 'x'], b: x'ab'}");
    assertEquals(
        "{n: 7, s: 'a', ss: <'b'>, l: [1, 'x', 'y'], fresh: [1]}",
        ValueText.format(
            LegacyCompiler.attributeUpdates(updates).apply(Item.of(before)).attributes()));
  }

  @Test
  void updatesMustFitTheAction() {
    assertUpdateInvalid(
        "Only DELETE action is allowed when no attribute value is specified", null, null);
    assertUpdateInvalid(
        "Only DELETE action is allowed when no attribute value is specified", Action.ADD, null);
    assertUpdateInvalid("ADD action is not supported for the type S", Action.ADD, A);
    assertUpdateInvalid(
        "DELETE action with value is not supported for the type L",
        Action.DELETE,
        ValueText.parse("[]"));
  }

  @Test
  void updatesOfAnotherTypeFail() {
    UpdateProgram program =
        LegacyCompiler.attributeUpdates(
            Map.of("n", new AttributeUpdate(Action.ADD, ValueText.parse("<1>"))));
    ExpressionEvaluationException refused =
        assertThrows(
            ExpressionEvaluationException.class,
            () -> program.apply(Item.of(ValueText.parseMap("{n: 5}"))));
    assertEquals("Type mismatch for attribute to update", refused.getMessage());
  }

  @Test
  void onlyRemovalsCreateNothing() {
    assertTrue(
        LegacyCompiler.attributeUpdates(Map.of("a", new AttributeUpdate(Action.DELETE, null)))
            .onlyRemoves());
    assertFalse(LegacyCompiler.attributeUpdates(Map.of()).onlyRemoves());
  }

  @Test
  void keyConditions() {
    KeySchema key =
        new KeySchema(
            List.of(new KeyAttribute("pk", ScalarType.S)),
            List.of(new KeyAttribute("sk", ScalarType.S)));
    Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
    conditions.put("sk", new LegacyCondition(ComparisonOperator.BEGINS_WITH, List.of(A)));
    conditions.put("pk", new LegacyCondition(ComparisonOperator.EQ, List.of(A)));
    assertEquals(
        new KeyCondition(
            List.of(A), List.of(), Optional.of(new KeyCondition.SortRange.StartingWith(A))),
        LegacyCompiler.keyConditions(conditions).forKey(key));
    conditions.put("sk", new LegacyCondition(ComparisonOperator.NULL, List.of()));
    assertInvalid(
        "Attempted conditional constraint is not an indexable operation",
        () -> LegacyCompiler.keyConditions(conditions).forKey(key));
    assertInvalid(
        "Conditions can be of length 1 or 2 only", () -> LegacyCompiler.keyConditions(Map.of()));
  }

  @Test
  void attributesToGetMustDiffer() {
    assertEquals(
        List.of("a", "b.c"), LegacyCompiler.attributesToGet(List.of("a", "b.c")).topLevelNames());
    assertInvalid(
        INVALID + "Duplicate value in attribute name: a",
        () -> LegacyCompiler.attributesToGet(List.of("a", "a")));
  }

  private static Condition expected(
      @Nullable Boolean exists,
      @Nullable AttributeValue value,
      @Nullable ComparisonOperator operator,
      @Nullable List<AttributeValue> values) {
    return LegacyCompiler.expected(
        Map.of("n", new ExpectedAttribute(exists, value, operator, values)), null);
  }

  private static void assertExpectedInvalid(
      String message,
      @Nullable Boolean exists,
      @Nullable AttributeValue value,
      @Nullable ComparisonOperator operator,
      @Nullable List<AttributeValue> values) {
    assertInvalid(INVALID + message, () -> expected(exists, value, operator, values));
  }

  private static void assertUpdateInvalid(
      String message, @Nullable Action action, @Nullable AttributeValue value) {
    assertInvalid(
        INVALID + message,
        () -> LegacyCompiler.attributeUpdates(Map.of("a", new AttributeUpdate(action, value))));
  }

  private static void assertInvalid(String message, Executable compilation) {
    assertEquals(message, assertThrows(InvalidExpressionException.class, compilation).getMessage());
  }
}
