package io.cairndb.fuzz;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ExpressionEvaluationException;
import io.cairndb.expressions.ExpressionKind;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.expressions.ItemDocument;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.UpdateResult;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles an expression of each kind and evaluates it against an item with every type. */
final class ExpressionTarget implements FuzzTarget {
  private static final List<String> KINDS = List.of("condition", "update", "projection", "key");
  private static final Map<String, AttributeValue> ATTRIBUTES = attributes();
  private static final Map<String, String> NAMES = new LinkedHashMap<>();
  private static final Map<String, AttributeValue> VALUES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.forEach(
        (name, value) -> {
          NAMES.put("#" + name, name);
          VALUES.put(":" + name, value);
        });
  }

  private final Item item = Item.of(ATTRIBUTES);
  private final ExpressionCompiler compiler = new ExpressionCompiler(1);

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String file : List.of("conditions", "updates", "projections", "key-conditions")) {
      for (String line :
          Seeds.lines("libs/expressions/src/test/resources/testdata/" + file + ".txt")) {
        int space = line.indexOf(' ');
        int kind = space < 0 ? -1 : KINDS.indexOf(line.substring(0, space));
        if (kind >= 0 && line.length() < 120) {
          seeds.add(Seeds.selecting(kind, line.substring(space + 1)));
        }
      }
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    Substitutions substitutions = Substitutions.checked(NAMES, VALUES);
    try {
      switch (Math.floorMod(input[0], KINDS.size())) {
        case 0 -> {
          Condition condition = compiler.condition(ExpressionKind.CONDITION, text, substitutions);
          boolean first = condition.matches(ItemDocument.of(item));
          Check.that(first == condition.matches(ItemDocument.of(item)), "the same answer");
          condition.matches(ItemDocument.of(Item.EMPTY));
        }
        case 1 -> {
          UpdateResult result = compiler.update(text, substitutions).apply(item);
          Item updated = Item.of(result.attributes());
          Check.that(updated.attributes().equals(result.attributes()), "updated item");
          result.updatedNew();
          result.updatedOld(ItemDocument.of(item));
        }
        case 2 -> {
          Item projected = compiler.projection(text, substitutions).apply(item);
          Check.that(
              ATTRIBUTES.keySet().containsAll(projected.attributes().keySet()), "projected names");
        }
        default -> compiler.keyCondition(text, substitutions, key());
      }
      substitutions.requireAllUsed();
    } catch (InvalidExpressionException
        | ExpressionEvaluationException
        | InvalidValueException refused) {
      // As declared.
    }
  }

  private static KeySchema key() {
    return new KeySchema(
        List.of(new KeyAttribute("s", ScalarType.S)), List.of(new KeyAttribute("n", ScalarType.N)));
  }

  private static Map<String, AttributeValue> attributes() {
    Map<String, AttributeValue> all = new LinkedHashMap<>();
    all.put("s", new AttributeValue.S("hello"));
    all.put("n", new AttributeValue.N(Number38.parse("5")));
    all.put("b", new AttributeValue.B(Bytes.of(new byte[] {1, 2})));
    all.put("t", new AttributeValue.Bool(true));
    all.put("z", new AttributeValue.Null());
    all.put("ss", new AttributeValue.Ss(Set.of("a")));
    all.put("ns", new AttributeValue.Ns(Set.of(Number38.parse("1"))));
    all.put("bs", new AttributeValue.Bs(Set.of(Bytes.of(new byte[] {1}))));
    all.put("l", new AttributeValue.L(List.of(all.get("n"), all.get("s"))));
    all.put("m", new AttributeValue.M(Map.of("x", all.get("n"))));
    return all;
  }
}
