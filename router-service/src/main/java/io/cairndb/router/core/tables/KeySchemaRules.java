package io.cairndb.router.core.tables;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.AttributeDefinition;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.dynamodb.wire.request.KeyType;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the keys of tables and indexes may be made of, in DynamoDB's words. */
final class KeySchemaRules {
  private static final int GLOBAL_KEY_PARTS = 4;

  /** Declared attributes by name, in the order of their declaration. */
  private final Map<String, ScalarType> definitions = new LinkedHashMap<>();

  private final List<String> declared = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  KeySchemaRules(List<AttributeDefinition> attributeDefinitions) {
    for (AttributeDefinition definition : attributeDefinitions) {
      definitions.put(definition.attributeName(), definition.attributeType());
      declared.add(definition.attributeName());
    }
  }

  /** The declared attributes as the catalog keeps them. */
  List<KeyAttribute> attributes() {
    List<KeyAttribute> attributes = new ArrayList<>();
    definitions.forEach((name, type) -> attributes.add(new KeyAttribute(name, type)));
    return attributes;
  }

  /** The key of a table. */
  KeySchema tableKey(List<KeySchemaElement> elements) {
    requireAtMostTwo(elements, "keySchema");
    if (elements.size() > definitions.size()) {
      throw tooFewDefinitions();
    }
    return pairKey(elements);
  }

  /** The key of a local index of a table with key {@code table}. */
  KeySchema localKey(
      List<KeySchemaElement> elements, KeySchema table, String indexName, String path) {
    requireAtMostTwo(elements, path);
    KeySchema key = pairKey(elements);
    if (!key.hasSort()) {
      throw DynamoDbErrors.invalidParameter(
          "Index KeySchema does not have a range key for index: " + indexName);
    }
    String indexHash = key.partition().getFirst().name();
    String tableHash = table.partition().getFirst().name();
    if (!indexHash.equals(tableHash)) {
      throw DynamoDbErrors.invalidParameter(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + indexName
              + ". index hash key: "
              + indexHash
              + ", table hash key: "
              + tableHash);
    }
    return key;
  }

  /** The key of a global index: up to four attributes of each kind. */
  KeySchema globalKey(List<KeySchemaElement> elements) {
    requireDefined(elements);
    List<KeyAttribute> partition = new ArrayList<>();
    List<KeyAttribute> sort = new ArrayList<>();
    Set<String> names = new HashSet<>();
    requireHashFirst(elements);
    for (KeySchemaElement element : elements) {
      if (element.keyType() == KeyType.HASH && !sort.isEmpty()) {
        throw DynamoDbErrors.validation(
            "Invalid KeySchema: HASH key elements must come before RANGE key elements");
      }
      if (!names.add(element.attributeName())) {
        throw sameName();
      }
      (element.keyType() == KeyType.HASH ? partition : sort).add(attribute(element));
    }
    if (partition.size() > GLOBAL_KEY_PARTS || sort.size() > GLOBAL_KEY_PARTS) {
      throw DynamoDbErrors.invalidParameter(
          "A KeySchema can have at most "
              + GLOBAL_KEY_PARTS
              + " HASH and "
              + GLOBAL_KEY_PARTS
              + " RANGE key elements");
    }
    return new KeySchema(partition, sort);
  }

  /** Fewer definitions than one key needs; adding an index checks it before anything else. */
  void requireEnoughDefinitions(List<KeySchemaElement> elements) {
    if (!definitions.isEmpty() && elements.size() > definitions.size()) {
      throw tooFewDefinitions();
    }
  }

  /** Every definition must be used by some key, and be there once. */
  void requireAllUsed() {
    if (declared.size() != used.size()) {
      throw DynamoDbErrors.invalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined"
              + " in AttributeDefinitions");
    }
  }

  private KeySchema pairKey(List<KeySchemaElement> elements) {
    requireDefined(elements);
    requireHashFirst(elements);
    if (elements.size() == 1) {
      return new KeySchema(List.of(attribute(elements.getFirst())), List.of());
    }
    if (elements.get(1).keyType() != KeyType.RANGE) {
      throw DynamoDbErrors.validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
    if (elements.get(0).attributeName().equals(elements.get(1).attributeName())) {
      throw sameName();
    }
    return new KeySchema(List.of(attribute(elements.get(0))), List.of(attribute(elements.get(1))));
  }

  private static void requireAtMostTwo(List<KeySchemaElement> elements, String path) {
    if (elements.size() > 2) {
      List<String> texts = new ArrayList<>();
      for (KeySchemaElement element : elements) {
        texts.add(
            "KeySchemaElement(attributeName="
                + element.attributeName()
                + ", keyType="
                + element.keyType()
                + ")");
      }
      throw DynamoDbErrors.countedValidation(
          "Value '"
              + texts
              + "' at '"
              + path
              + "' failed to satisfy constraint: Member must have length less than or equal to 2");
    }
  }

  private void requireDefined(List<KeySchemaElement> elements) {
    List<String> names = elements.stream().map(KeySchemaElement::attributeName).toList();
    if (!definitions.keySet().containsAll(names)) {
      throw DynamoDbErrors.invalidParameter(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: "
              + names
              + ", AttributeDefinitions: "
              + List.copyOf(definitions.keySet()));
    }
    used.addAll(names);
  }

  private static void requireHashFirst(List<KeySchemaElement> elements) {
    if (elements.getFirst().keyType() != KeyType.HASH) {
      throw DynamoDbErrors.validation(
          "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
  }

  private KeyAttribute attribute(KeySchemaElement element) {
    ScalarType type = definitions.get(element.attributeName());
    if (type == null) {
      throw new IllegalStateException("not checked: " + element);
    }
    return new KeyAttribute(element.attributeName(), type);
  }

  private static DynamoDbException tooFewDefinitions() {
    return DynamoDbErrors.validation(
        "Invalid KeySchema: Some index key attribute have no definition");
  }

  private static DynamoDbException sameName() {
    return DynamoDbErrors.validation(
        "Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
}
