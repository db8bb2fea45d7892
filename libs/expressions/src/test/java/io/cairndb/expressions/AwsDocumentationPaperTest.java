package io.cairndb.expressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the DynamoDB Developer Guide promises in its chapters on condition, update and projection
 * expressions, in short words, each beside a test. The item is made after the guide's.
 */
class AwsDocumentationPaperTest {
  private static final Map<String, AttributeValue> BICYCLE =
      ValueText.parseMap(
          "{Id: 123, Title: 'Bicycle 123', Brand: 'Brand-Company C', Price: 500,"
              + " Color: <'Red', 'Black'>, ProductCategory: 'Bike', InStock: true,"
              + " QuantityOnHand: null, RelatedItems: ['Chisel', 'Hammer', 'Nails', 'Screwdriver',"
              + " 'Hacksaw'], Pictures: {FrontView: 'front.jpg', RearView: 'rear.jpg'},"
              + " ProductReviews: {FiveStar: ['Excellent!'], OneStar: ['Terrible!']},"
              + " Safety.Warning: 'Always wear a helmet'}");

  private final ExpressionCompiler compiler = new ExpressionCompiler();

  /** The first letter of the first element must be a-z or A-Z or else a name must stand in. */
  @Test
  void attributeNamesBeginWithALetter() {
    assertThrows(
        InvalidExpressionException.class, () -> compiler.projection("_a", Substitutions.none()));
    assertThrows(
        InvalidExpressionException.class, () -> compiler.projection("1a", Substitutions.none()));
    assertEquals("{}", project("a1_B", Map.of()));
  }

  /** An expression attribute name is a placeholder that you use as an alternative. */
  @Test
  void aDotInANameIsNoSeparator() {
    assertEquals(
        "{Safety.Warning: 'Always wear a helmet'}",
        project("#sw", Map.of("#sw", "Safety.Warning")));
    assertEquals("{}", project("#pr1star", Map.of("#pr1star", "ProductReviews.OneStar")));
    assertEquals(
        "{ProductReviews: {OneStar: ['Terrible!']}}",
        project("#pr.#1star", Map.of("#pr", "ProductReviews", "#1star", "OneStar")));
  }

  /** If the projected list has gaps, the elements close up: RelatedItems[0], RelatedItems[2]. */
  @Test
  void projectionsPickListElements() {
    assertEquals(
        "{RelatedItems: ['Chisel', 'Nails'], Pictures: {RearView: 'rear.jpg'}}",
        project("RelatedItems[0], RelatedItems[2], Pictures.RearView", Map.of()));
  }

  /**
   * "a BETWEEN b AND c is true if a is greater than or equal to b, and less than or equal to c."
   */
  @Test
  void betweenIncludesItsBounds() {
    assertTrue(holds("Price BETWEEN :lo AND :hi", "{:lo: 500, :hi: 600}"));
    assertTrue(holds("Price BETWEEN :lo AND :hi", "{:lo: 400, :hi: 500}"));
    assertFalse(holds("Price BETWEEN :lo AND :hi", "{:lo: 501, :hi: 600}"));
  }

  /** (ProductCategory IN (:cat1, :cat2)) and (Price between :lo and :hi) */
  @Test
  void theGuidesCombinedCondition() {
    assertTrue(
        holds(
            "(ProductCategory IN (:cat1, :cat2)) and (Price between :lo and :hi)",
            "{:cat1: 'Sporting Goods', :cat2: 'Bike', :lo: 500, :hi: 600}"));
  }

  /** attribute_exists is true if the item contains the attribute specified by path. */
  @Test
  void existenceOfNestedAttributes() {
    assertTrue(holds("attribute_exists(Pictures.RearView)", "{}"));
    assertTrue(holds("attribute_not_exists(Pictures.SideView)", "{}"));
    assertTrue(holds("attribute_exists(QuantityOnHand)", "{}"));
  }

  /** contains is true if the attribute is a String that contains a particular substring. */
  @Test
  void containsLooksIntoStringsAndSets() {
    assertTrue(holds("contains(Brand, :c)", "{:c: 'Company'}"));
    assertTrue(holds("contains(Color, :c)", "{:c: 'Red'}"));
    assertFalse(holds("contains(Color, :c)", "{:c: 'Re'}"));
  }

  /** size returns a number that represents an attribute's size. */
  @Test
  void sizesByType() {
    assertTrue(holds("size(Brand) <= :n", "{:n: 20}"));
    assertTrue(holds("size(Color) = :n", "{:n: 2}"));
    assertTrue(holds("size(Pictures) = :n", "{:n: 2}"));
    assertTrue(holds("size(RelatedItems) = :n", "{:n: 5}"));
  }

  /** attribute_type names one of S, SS, N, NS, B, BS, BOOL, NULL, L, M. */
  @Test
  void typeNames() {
    assertTrue(holds("attribute_type(Color, :t)", "{:t: 'SS'}"));
    assertTrue(holds("attribute_type(QuantityOnHand, :t)", "{:t: 'NULL'}"));
    assertThrows(
        InvalidExpressionException.class, () -> holds("attribute_type(Color, :t)", "{:t: 'XX'}"));
  }

  /** DynamoDB evaluates: = <> < <= > >=, IN, BETWEEN, functions, parentheses, NOT, AND, OR. */
  @Test
  void precedence() {
    assertTrue(holds("Price = :p OR Price < :z AND InStock = :f", "{:p: 500, :z: 0, :f: false}"));
    assertFalse(
        holds("(Price = :p OR Price < :z) AND InStock = :f", "{:p: 500, :z: 0, :f: false}"));
    assertTrue(holds("NOT Price < :z AND InStock = :t", "{:z: 0, :t: true}"));
  }

  /** Use SET to add an element: if the list has no element there, it is appended to the end. */
  @Test
  void setBeyondTheEndAppends() {
    assertEquals(
        "['Chisel', 'Hammer', 'Nails', 'Screwdriver', 'Hacksaw', 'x']",
        updated("SET RelatedItems[10] = :x", "{:x: 'x'}", "RelatedItems"));
  }

  /** If you add multiple elements in a single SET, they are sorted in order by element number. */
  @Test
  void appendedElementsAreSorted() {
    assertEquals(
        "['Chisel', 'Hammer', 'Nails', 'Screwdriver', 'Hacksaw', 'a', 'b']",
        updated(
            "SET RelatedItems[30] = :b, RelatedItems[20] = :a",
            "{:a: 'a', :b: 'b'}",
            "RelatedItems"));
  }

  /** REMOVE RelatedItems[1], RelatedItems[2] leaves Chisel, Screwdriver and Hacksaw. */
  @Test
  void removalUsesOriginalPositions() {
    assertEquals(
        "['Chisel', 'Screwdriver', 'Hacksaw']",
        updated("REMOVE RelatedItems[1], RelatedItems[2]", "{}", "RelatedItems"));
  }

  /** list_append takes two lists as input and appends all elements from list2 to list1. */
  @Test
  void listAppend() {
    assertEquals(
        "['new', 'Excellent!']",
        updated(
            "SET #pr.#5 = list_append(:r, #pr.#5)",
            "{:r: ['new']}",
            "ProductReviews",
            Map.of("#pr", "ProductReviews", "#5", "FiveStar"),
            "FiveStar"));
  }

  /** SET Price = if_not_exists(Price, :p) keeps an existing value. */
  @Test
  void ifNotExists() {
    assertEquals("500", updated("SET Price = if_not_exists(Price, :p)", "{:p: 1}", "Price"));
    assertEquals("1", updated("SET Cost = if_not_exists(Cost, :p)", "{:p: 1}", "Cost"));
  }

  /** ADD: if the attribute does not exist, 0 is used, the value is added to the attribute. */
  @Test
  void addCreatesAndAdds() {
    assertEquals("5", updated("ADD Fresh :q", "{:q: 5}", "Fresh"));
    assertEquals("505", updated("ADD Price :q", "{:q: 5}", "Price"));
    assertEquals("<'Black', 'Pink', 'Red'>", updated("ADD Color :c", "{:c: <'Pink'>}", "Color"));
  }

  /** DELETE Color :p removes one or more elements from a set. */
  @Test
  void deleteTakesElementsOutOfSets() {
    assertEquals("<'Black'>", updated("DELETE Color :p", "{:p: <'Red', 'Pink'>}", "Color"));
  }

  /** Attributes are read before any action is applied, so two of them can change places. */
  @Test
  void actionsReadTheOldItem() {
    assertEquals("'Bicycle 123'", updated("SET Brand = Title, Title = Brand", "{}", "Brand"));
  }

  private boolean holds(String text, String values) {
    return compiler
        .condition(
            ExpressionKind.CONDITION, text, new Substitutions(Map.of(), ValueText.parseMap(values)))
        .matches(Document.of(BICYCLE));
  }

  private String project(String text, Map<String, String> names) {
    return ValueText.format(
        compiler.projection(text, new Substitutions(names, Map.of())).apply(Document.of(BICYCLE)));
  }

  private String updated(String text, String values, String attribute) {
    UpdateProgram program =
        compiler.update(text, new Substitutions(Map.of(), ValueText.parseMap(values)));
    AttributeValue value = program.apply(Item.of(BICYCLE)).item().get(attribute);
    return value == null ? "absent" : ValueText.format(value);
  }

  private String updated(
      String text, String values, String attribute, Map<String, String> names, String key) {
    UpdateProgram program =
        compiler.update(text, new Substitutions(names, ValueText.parseMap(values)));
    AttributeValue value = program.apply(Item.of(BICYCLE)).item().get(attribute);
    return value instanceof AttributeValue.M map && map.value().get(key) instanceof AttributeValue v
        ? ValueText.format(v)
        : "absent";
  }
}
