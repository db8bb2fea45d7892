package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.ItemJsonReader;
import io.cairndb.dynamodb.wire.json.JsonReader;
import io.cairndb.dynamodb.wire.json.JsonReader.Token;
import io.cairndb.dynamodb.wire.json.JsonTypes;
import io.cairndb.dynamodb.wire.json.JsonTypes.Place;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request, member by member, and collects what is wrong with it.
 *
 * <p>{@link #open} starts; {@link #next} gives the ordinal of each member that is present and not
 * null, whose value is then read by the method for its type; when {@code next} is negative the
 * structure has ended and missing members are noted. {@link #finish} throws what was found. Until
 * then a value that violates its constraints is returned as it is, or as null where it cannot be.
 *
 * <p>One instance per thread, reused by every request of that thread; requests are not read inside
 * one another.
 */
final class RequestReader {
  private static final ThreadLocal<RequestReader> OF_THREAD =
      ThreadLocal.withInitial(RequestReader::new);

  private static final String SHAPE_VALUE = "AttributeValue";
  private static final String NOT_NULL = "[Member must not be null]";
  private static final String FAILED = " failed to satisfy constraint: ";

  /** Ten violations of a large body must not make an answer larger than the body. */
  private static final int MAX_SHOWN = 8192;

  private final JsonReader json = new JsonReader();
  private final ItemJsonReader items = new ItemJsonReader();
  private final RequestPath path = new RequestPath();
  private @Nullable Violations violations;
  private Members.Wording wording = Members.Wording.CURRENT;

  /** Elements of the list just read, among them those that were refused. */
  private int elements;

  private final Map<Stage, String> problems = new EnumMap<>(Stage.class);

  /** Problems that are told only when no constraint is violated, the first stage first. */
  enum Stage {
    PARAMETER_STYLE,
    STRUCTURE,
    ATTRIBUTE_VALUE,
    RETURN_VALUES,
    EXPRESSION_VALUE
  }

  private RequestReader() {}

  /** Starts to read {@code body}, whose outermost structure is {@code members}. */
  static RequestReader open(byte[] body, Members members) {
    return open(body, body.length, members);
  }

  /** Starts to read the first {@code length} bytes of {@code body}; nothing read refers to them. */
  static RequestReader open(byte[] body, int length, Members members) {
    RequestReader reader = OF_THREAD.get();
    reader.json.reset(body, 0, length);
    reader.path.clear();
    reader.violations = null;
    reader.wording = members.wording();
    reader.problems.clear();
    if (reader.json.peek() != Token.OBJECT) {
      throw DynamoDbErrors.serialization("Unexpected field type");
    }
    reader.begin(members);
    return reader;
  }

  /** Throws what was found wrong with the request; the body must have ended. */
  void finish() {
    requireEnd();
    json.release();
    if (violations != null) {
      throw violations.toException();
    }
    if (!problems.isEmpty()) {
      String problem = problems.values().iterator().next();
      throw wording == Members.Wording.COUNTED
          ? DynamoDbErrors.countedValidation(problem)
          : DynamoDbErrors.validation(problem);
    }
  }

  /** Checks that the body has ended, where something is to be told before violations. */
  void requireEnd() {
    json.requireEnd();
  }

  /** A value that {@link #finish()} has shown to be there. */
  static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a required member is missing after all checks");
    }
    return value;
  }

  /** The next member of the current structure; negative at its end. */
  int next(Members members) {
    while (json.nextName()) {
      int ordinal = members.find(json);
      if (json.peek() == Token.NULL) {
        json.readNull();
      } else if (ordinal < 0) {
        json.skipValue();
      } else {
        path.member(ordinal);
        return ordinal;
      }
    }
    end(members);
    return -1;
  }

  /** Notes what a write that leaves nothing else to show cannot return. */
  void requireOldValuesOnly(@Nullable ReturnValue values) {
    if (values != null && values != ReturnValue.NONE && values != ReturnValue.ALL_OLD) {
      note(Stage.RETURN_VALUES, "ReturnValues can only be ALL_OLD or NONE");
    }
  }

  /** Notes the first problem of a stage. */
  void note(Stage stage, String problem) {
    problems.putIfAbsent(stage, problem);
  }

  <T> @Nullable T structure(Structure<T> structure) {
    return structure(structure, Place.MEMBER);
  }

  String string() {
    JsonTypes.readString(json);
    return json.textString();
  }

  String string(StringRule rule) {
    String value = string();
    if (!rule.accepts(value)) {
      String shown = quoted(value);
      if (!rule.matches(value)) {
        violate(
            shown, "Member must satisfy regular expression pattern: " + present(rule.pattern()));
      }
      SizeRule length = SizeRule.of(rule.min(), rule.max());
      if (!length.accepts(value.length())) {
        violate(shown, length.constraint("length", value.length()));
      }
    }
    return value;
  }

  /** Reads the name or ARN of a table, where the model allows both. */
  String table() {
    String value = string();
    TableNames.check(this, value);
    return value;
  }

  <E extends Enum<E>> @Nullable E enumeration(EnumRule<E> rule) {
    return enumeration(rule, false);
  }

  /** Reads a member beside which, when it is wrong, DynamoDB tells of no other. */
  <E extends Enum<E>> @Nullable E decisiveEnumeration(EnumRule<E> rule) {
    return enumeration(rule, true);
  }

  boolean bool() {
    return JsonTypes.readBoolean(json);
  }

  int integer(SizeRule rule) {
    return (int) number(rule, "Integer");
  }

  long longInteger(SizeRule rule) {
    return number(rule, "Long");
  }

  Instant timestamp() {
    double seconds = JsonTypes.readSeconds(json);
    double millis = Math.rint(seconds * 1000);
    if (Math.abs(millis) > 1e17) {
      throw DynamoDbErrors.serialization();
    }
    return Instant.ofEpochMilli((long) millis);
  }

  /** Reads the value of a member whose feature is not there, to be refused by the caller. */
  void skip() {
    json.skipValue();
  }

  @Nullable Item item() {
    return item(Place.MEMBER);
  }

  /** Reads the key that a query goes on from. */
  @Nullable Item startKey() {
    try {
      return items.readItem(json, Place.MEMBER);
    } catch (InvalidValueException e) {
      String problem = message(e);
      note(
          Stage.ATTRIBUTE_VALUE,
          judgesAsBefore() ? "The provided starting key is invalid: " + problem : problem);
      return null;
    }
  }

  @Nullable AttributeValue value() {
    return value(Place.MEMBER);
  }

  List<AttributeValue> values() {
    return values(SizeRule.ANY);
  }

  List<AttributeValue> values(SizeRule size) {
    return list(size, SHAPE_VALUE, in -> in.value(Place.ELEMENT));
  }

  /** Reads values, telling what is wrong with them to the caller instead of to the client. */
  List<AttributeValue> values(SizeRule size, Consumer<String> problems) {
    return list(
        size,
        SHAPE_VALUE,
        in -> {
          try {
            return in.items.readValue(in.json, Place.ELEMENT);
          } catch (InvalidValueException e) {
            problems.accept(in.message(e));
            return null;
          }
        });
  }

  List<String> strings(SizeRule size) {
    return list(size, "", RequestReader::string);
  }

  List<String> strings(SizeRule size, StringRule rule) {
    return list(size, "", in -> in.string(rule));
  }

  List<Item> keys(SizeRule size) {
    return list(size, "java.util.Map", in -> in.item(Place.ELEMENT));
  }

  /** Reads a list of structures. */
  <T> List<T> list(SizeRule size, Structure<T> element) {
    return list(size, element.shape(), in -> in.structure(element, Place.ELEMENT));
  }

  /** Reads a map from any names to structures. */
  <T> Map<String, T> map(Structure<T> value) {
    return map(SizeRule.ANY, value.shape(), in -> in.structure(value, Place.ELEMENT));
  }

  /** Reads a map from tables to structures. */
  <T> Map<String, T> tables(SizeRule size, Structure<T> value) {
    TableNames.Keys keys = new TableNames.Keys();
    Map<String, T> map =
        map(
            size,
            value.shape(),
            in -> {
              keys.check(in.path.key());
              return in.structure(value, Place.ELEMENT);
            });
    keys.report(this, map, value.shape());
    return map;
  }

  /** Reads a map from tables to lists of structures. */
  <T> Map<String, List<T>> tableLists(SizeRule size, SizeRule listSize, Structure<T> element) {
    String shape = element.shape();
    TableNames.Keys keys = new TableNames.Keys();
    boolean[] refused = new boolean[1];
    Map<String, List<T>> map =
        map(
            size,
            "java.util.List<com.amazonaws.dynamodb.v20120810." + shape + ">",
            in -> {
              keys.check(in.path.key());
              List<T> list = in.list(SizeRule.ANY, element);
              refused[0] |= !listSize.accepts(in.elements);
              return list;
            });
    keys.report(this, map, shape);
    if (refused[0]) {
      violate(
          MapText.of(map, shape),
          "Map value must satisfy constraint: [Member must have length less than or equal to "
              + listSize.max()
              + ", Member must have length greater than or equal to "
              + listSize.min()
              + "]");
    }
    return map;
  }

  /** Reads substitutions for the names in expressions. */
  Map<String, String> attributeNames() {
    JsonTypes.requireMap(json, "java.lang.String", place());
    Map<String, String> names = new LinkedHashMap<>();
    json.beginObject();
    while (json.nextName()) {
      String key = json.textString();
      if (json.peek() == Token.NULL) {
        json.readNull();
        continue;
      }
      if (!Substitution.isName(key)) {
        note(Stage.EXPRESSION_VALUE, Substitution.invalidName(key));
      }
      names.put(key, string());
    }
    if (names.isEmpty()) {
      note(Stage.EXPRESSION_VALUE, "ExpressionAttributeNames must not be empty");
    }
    return Collections.unmodifiableMap(names);
  }

  /** Reads substitutions for the values in expressions. */
  Map<String, AttributeValue> attributeValues() {
    JsonTypes.requireMap(json, SHAPE_VALUE, place());
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    json.beginObject();
    boolean any = false;
    while (json.nextName()) {
      any = true;
      String key = json.textString();
      if (!Substitution.isValue(key)) {
        note(Stage.EXPRESSION_VALUE, Substitution.invalidValue(key));
      }
      try {
        values.put(key, items.readValue(json, Place.ELEMENT));
      } catch (InvalidValueException e) {
        String problem = message(e);
        note(
            Stage.EXPRESSION_VALUE,
            judgesAsBefore()
                ? "ExpressionAttributeValues contains invalid value: " + problem + " for key " + key
                : problem);
      }
    }
    if (!any) {
      note(Stage.EXPRESSION_VALUE, "ExpressionAttributeValues must not be empty");
    }
    return Collections.unmodifiableMap(values);
  }

  /** Notes that the value at the current path violates a constraint. */
  void violate(String shownValue, String constraint) {
    violations().add(path.ordinals(), new Violations.Forms(told(shownValue, constraint)));
  }

  /** Notes that a size is out of bounds, which some members tell in a form of its own. */
  void violateSize(String shownValue, String constraint) {
    if (!path.isNamed()) {
      violate(shownValue, constraint);
      return;
    }
    String named = "Value at '" + path.namedText() + "'" + FAILED + constraint;
    violations()
        .add(path.ordinals(), new Violations.Forms(told(shownValue, constraint), named, true));
  }

  /** A value as messages show it; one of unreasonable length only in part. */
  static String quoted(Object value) {
    String text = value.toString();
    return "'" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text) + "'";
  }

  private <E extends Enum<E>> @Nullable E enumeration(EnumRule<E> rule, boolean decisive) {
    JsonTypes.readString(json);
    E constant = rule.find(json);
    if (constant == null) {
      String text = told(quoted(json.textString()), rule.constraint());
      violations()
          .add(
              path.ordinals(),
              path.isNamed()
                  ? new Violations.Forms(text, rule.newerText(), decisive)
                  : new Violations.Forms(text));
    }
    return constant;
  }

  private Violations violations() {
    if (violations == null) {
      violations = new Violations();
    }
    return violations;
  }

  private String told(String shownValue, String constraint) {
    return "Value " + shownValue + " at '" + path.text() + "'" + FAILED + constraint;
  }

  private void begin(Members members) {
    json.beginObject();
    path.enterStructure(members);
  }

  private void end(Members members) {
    long seen = path.seen();
    long missing = members.required() & ~seen;
    while (missing != 0) {
      path.member(Long.numberOfTrailingZeros(missing));
      violations().addMissing(path.ordinals(), told("null", "Member must not be null"));
      missing &= missing - 1;
    }
    String problem = members.styles().problem(seen, wording == Members.Wording.COUNTED);
    if (problem != null) {
      note(Stage.PARAMETER_STYLE, problem);
    }
    path.leave();
  }

  private <T> @Nullable T structure(Structure<T> structure, Place place) {
    JsonTypes.requireStructure(json, structure.shape(), place);
    begin(structure.members());
    return structure.read().apply(this);
  }

  private <T> List<T> list(
      SizeRule size, String shape, Function<RequestReader, @Nullable T> readElement) {
    JsonTypes.requireList(json, place());
    List<T> list = new ArrayList<>();
    json.beginArray();
    path.enterList();
    BitSet nulls = new BitSet(0);
    int count = 0;
    while (json.nextElement()) {
      path.element(++count);
      if (json.peek() == Token.NULL) {
        json.readNull();
        nulls.set(count - 1);
        continue;
      }
      T element = readElement.apply(this);
      if (element != null) {
        list.add(element);
      }
    }
    path.leave();
    elements = count;
    if (!nulls.isEmpty()) {
      missingElements(MapText.of(list, count, shape, nulls), shape);
    }
    if (!size.accepts(count)) {
      violateSize(MapText.of(list, count, shape, nulls), size.constraint("length", count));
    }
    return Collections.unmodifiableList(list);
  }

  private <T> Map<String, T> map(
      SizeRule size, String shape, Function<RequestReader, @Nullable T> readValue) {
    JsonTypes.requireMap(json, shape, place());
    Map<String, T> map = new LinkedHashMap<>();
    List<String> nulls = new ArrayList<>(0);
    json.beginObject();
    path.enterMap();
    int count = 0;
    while (json.nextName()) {
      String key = json.textString();
      path.entry(++count, key);
      if (json.peek() == Token.NULL) {
        json.readNull();
        nulls.add(key);
        continue;
      }
      T value = readValue.apply(this);
      if (value != null) {
        map.put(key, value);
      }
    }
    path.leave();
    if (!nulls.isEmpty()) {
      violate(MapText.of(map, shape, nulls), "Map value must satisfy constraint: " + NOT_NULL);
    }
    if (!size.accepts(count)) {
      violateSize(MapText.of(map, shape, nulls), size.constraint("length", count));
    }
    return Collections.unmodifiableMap(map);
  }

  /** Notes that a list holds null, which its size counts and which is no element. */
  private void missingElements(String shownList, String shape) {
    if (shape.equals(SHAPE_VALUE)) {
      note(Stage.ATTRIBUTE_VALUE, ItemJsonReader.EMPTY);
    } else {
      violate(shownList, "Member must satisfy constraint: " + NOT_NULL);
    }
  }

  private @Nullable Item item(Place place) {
    try {
      return items.readItem(json, place);
    } catch (InvalidValueException e) {
      note(Stage.ATTRIBUTE_VALUE, message(e));
      return null;
    }
  }

  private @Nullable AttributeValue value(Place place) {
    try {
      return items.readValue(json, place);
    } catch (InvalidValueException e) {
      note(Stage.ATTRIBUTE_VALUE, message(e));
      return null;
    }
  }

  private String message(InvalidValueException e) {
    return judgesAsBefore() ? e.olderMessage() : String.valueOf(e.getMessage());
  }

  private boolean judgesAsBefore() {
    return wording == Members.Wording.OLDER;
  }

  private long number(SizeRule rule, String typeName) {
    long value = JsonTypes.readInteger(json, typeName);
    if (!rule.accepts(value)) {
      violateSize(quoted(value), rule.constraint("value", value));
    }
    return value;
  }

  private Place place() {
    return path.inCollection() ? Place.ELEMENT : Place.MEMBER;
  }
}
