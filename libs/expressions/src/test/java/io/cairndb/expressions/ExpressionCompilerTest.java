package io.cairndb.expressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.expressions.KeyAttributeRules.FilterParameter;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What surrounds the grammar: the cache, substitutions, rules about keys, frugal evaluation. */
class ExpressionCompilerTest {
  private final ExpressionCompiler compiler = new ExpressionCompiler(8);

  @Test
  void aTextIsParsedOnceAndBoundEveryTime() {
    for (int i = 0; i < 3; i++) {
      Substitutions substitutions =
          new Substitutions(Map.of("#a", "attribute" + i), ValueText.parseMap("{:v: " + i + "}"));
      Condition condition = compiler.condition(ExpressionKind.FILTER, "#a = :v", substitutions);
      assertTrue(
          condition.matches(Document.of(ValueText.parseMap("{attribute" + i + ": " + i + "}"))));
    }
    assertEquals(1, compiler.cacheMisses());
    assertEquals(2, compiler.cacheHits());
  }

  @Test
  void theParameterIsNamedThoughTheTextIsKept() {
    for (ExpressionKind kind : List.of(ExpressionKind.FILTER, ExpressionKind.CONDITION)) {
      assertInvalid(
          "Invalid "
              + kind.parameter()
              + ": An expression attribute value used in expression is not defined; attribute"
              + " value: :v",
          () -> compiler.condition(kind, "a = :v", Substitutions.none()));
    }
  }

  @Test
  void theCacheIsBoundedAndForgets() {
    for (int i = 0; i < 1000; i++) {
      compiler.projection("a" + i, Substitutions.none());
    }
    long misses = compiler.cacheMisses();
    assertEquals(1000, misses);
    compiler.projection("a0", Substitutions.none());
    assertEquals(1001, compiler.cacheMisses());
  }

  @Test
  void threadsShareACompiler() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        outcomes.add(threads.submit(this::compileMany));
      }
      for (Future<Boolean> outcome : outcomes) {
        assertTrue(outcome.get());
      }
    }
  }

  private boolean compileMany() {
    boolean right = true;
    for (int i = 0; i < 5000; i++) {
      String attribute = "a" + i % 40;
      ProjectionList projection = compiler.projection(attribute, Substitutions.none());
      right &= projection.topLevelNames().equals(List.of(attribute));
    }
    return right;
  }

  /** A conditional write must not pay for attributes its condition does not name. */
  @Test
  void onlyNamedAttributesAreRead() {
    List<String> read = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    Document document =
        new Document() {
          @Override
          public @Nullable AttributeValue attribute(String name) {
            read.add(name);
            return name.equals("a") ? ValueText.parse("1") : null;
          }

          @Override
          public boolean contains(String name) {
            asked.add(name);
            return false;
          }
        };
    Condition condition =
        compiler.condition(
            ExpressionKind.CONDITION,
            "attribute_not_exists(pk) AND a = :v AND (a <> :v AND b = :v)",
            new Substitutions(Map.of(), ValueText.parseMap("{:v: 1}")));
    assertFalse(condition.matches(document));
    assertEquals(List.of("pk"), asked);
    assertEquals(List.of("a", "a"), read);
  }

  @Test
  void encodedItemsAreDocuments() {
    Item item = Item.of(ValueText.parseMap("{pk: 'k', m: {x: [1, 2]}}"));
    assertTrue(ItemDocument.of(item).contains("pk"));
    assertFalse(ItemDocument.of(item).contains("nope"));
    ProjectionList nested = compiler.projection("m.x[1], pk", Substitutions.none());
    assertEquals(Item.of(ValueText.parseMap("{m: {x: [2]}, pk: 'k'}")), nested.apply(item));
    ProjectionList flat = compiler.projection("pk, nope", Substitutions.none());
    assertEquals(Item.of(ValueText.parseMap("{pk: 'k'}")), flat.apply(item));
  }

  @Test
  void updatesOfAnAbsentItemStartFromItsKey() {
    UpdateProgram program = compiler.update("SET mirror = pk", Substitutions.none());
    UpdateResult result = program.apply(Item.of(ValueText.parseMap("{pk: 'k'}")));
    assertEquals("{pk: 'k', mirror: 'k'}", ValueText.format(result.attributes()));
    assertEquals(Map.of(), result.updatedOld(Document.ABSENT));
    assertFalse(program.onlyRemoves());
    assertTrue(
        compiler
            .update(
                "REMOVE a DELETE b :s",
                new Substitutions(Map.of(), ValueText.parseMap("{:s: <1>}")))
            .onlyRemoves());
    assertFalse(UpdateProgram.EMPTY.onlyRemoves());
  }

  @Test
  void keysOfSubstitutionsAreChecked() {
    assertInvalid(
        "ExpressionAttributeNames must not be empty", () -> Substitutions.checked(Map.of(), null));
    assertInvalid(
        "ExpressionAttributeValues must not be empty", () -> Substitutions.checked(null, Map.of()));
    for (String key : List.of("a", "#", "#a-b", "#a#b", ":a")) {
      assertInvalid(
          "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + key + "\"",
          () -> Substitutions.checked(Map.of(key, "x"), null));
    }
    assertInvalid(
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"v\"",
        () -> Substitutions.checked(Map.of("#_0", "x"), ValueText.parseMap("{v: 1}")));
    assertInvalid(
        "Attribute name is too large, must be less than 65536 bytes",
        () -> Substitutions.checked(Map.of("#a", "x".repeat(65_536)), null));
    Substitutions.checked(null, null).requireAllUsed();
  }

  @Test
  void stylesDoNotMix() {
    ParameterStyles.requireOneStyle(List.of("Expected"), List.of());
    assertInvalid(
        "Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {AttributeUpdates, Expected} Expression parameters:"
            + " {UpdateExpression}",
        () ->
            ParameterStyles.requireOneStyle(
                List.of("AttributeUpdates", "Expected"), List.of("UpdateExpression")));
    assertInvalid(
        "ExpressionAttributeNames can only be specified when using expressions",
        () -> ParameterStyles.requireExpressionForNames(true, List.of()));
    assertInvalid(
        "ExpressionAttributeValues can only be specified when using expressions:"
            + " ConditionExpression is null",
        () ->
            ParameterStyles.requireExpressionForValues(true, false, "ConditionExpression is null"));
  }

  @Test
  void updatesLeaveTheKeyAlone() {
    KeySchema key = key("pk", "sk");
    for (String text : List.of("REMOVE a, sk", "SET sk.x = a", "REMOVE sk[0]")) {
      assertInvalid(
          "One or more parameter values were invalid: Cannot update attribute sk. This attribute is"
              + " part of the key",
          () ->
              KeyAttributeRules.requireKeyUntouched(
                  compiler.update(text, Substitutions.none()), key));
    }
    KeyAttributeRules.requireKeyUntouched(compiler.update("SET a = pk", Substitutions.none()), key);
  }

  @Test
  void filtersDoNotSpeakOfTheKey() {
    Condition filter =
        compiler.condition(
            ExpressionKind.FILTER, "a = b AND NOT (c < size(pk.x))", Substitutions.none());
    assertInvalid(
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: pk",
        () ->
            KeyAttributeRules.requireNonKeyFilter(
                FilterParameter.FILTER_EXPRESSION, filter, key("pk", "sk")));
    assertInvalid(
        "QueryFilter can only contain non-primary key attributes: Primary key attribute: pk",
        () ->
            KeyAttributeRules.requireNonKeyFilter(
                FilterParameter.QUERY_FILTER, filter, key("pk", "sk")));
    KeyAttributeRules.requireNonKeyFilter(FilterParameter.FILTER_EXPRESSION, filter, key("x", "y"));
  }

  @Test
  void keysAreScalars() {
    TableSchema table = table();
    assertInvalid(
        scalars("Key: pk"),
        () ->
            KeyAttributeRules.requireScalarAccess(
                compiler.condition(
                    ExpressionKind.FILTER,
                    "a = b AND attribute_exists(pk.x)",
                    Substitutions.none()),
                table));
    assertInvalid(
        scalars("IndexKey: g"),
        () ->
            KeyAttributeRules.requireScalarAccess(
                compiler.projection("a.b, g[0]", Substitutions.none()), table));
    assertInvalid(
        scalars("IndexKey: g"),
        () ->
            KeyAttributeRules.requireScalarAccess(
                compiler.update("REMOVE g.x", Substitutions.none()), table));
    assertInvalid(
        scalars("IndexKey: h"),
        () ->
            KeyAttributeRules.requireScalarAccess(
                compiler.update(
                    "SET e = list_append(a, b), f = if_not_exists(c, h[1])", Substitutions.none()),
                table));
    KeyAttributeRules.requireScalarAccess(
        compiler.projection("pk, g, a.pk", Substitutions.none()), table);
  }

  private static String scalars(String what) {
    return "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
        + " allowed: "
        + what;
  }

  private static KeySchema key(String partition, String sort) {
    return new KeySchema(
        List.of(new KeyAttribute(partition, ScalarType.S)),
        List.of(new KeyAttribute(sort, ScalarType.S)));
  }

  private static TableSchema table() {
    SecondaryIndex index =
        new SecondaryIndex(
            new UUID(0, 3),
            "byG",
            SecondaryIndex.Scope.GLOBAL,
            0,
            key("g", "h"),
            new Projection(Projection.Kind.ALL, List.of()));
    return new TableSchema(
        new UUID(0, 1),
        new UUID(0, 2),
        "table",
        1,
        key("pk", "sk"),
        List.of(),
        List.of(index),
        Optional.empty(),
        Optional.empty());
  }

  private static void assertInvalid(String message, Executable compilation) {
    assertEquals(message, assertThrows(InvalidExpressionException.class, compilation).getMessage());
  }
}
