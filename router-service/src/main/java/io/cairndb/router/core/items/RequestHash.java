package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.request.TransactWriteItem;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what a transaction asks for, by which a repetition under the same token is told from
 * another request. The order of attributes, substitutions and set elements does not matter: clients
 * that build a request anew may order them anew.
 */
final class RequestHash {
  private final MessageDigest digest;

  private RequestHash(MessageDigest digest) {
    this.digest = digest;
  }

  /** 128 bits. */
  static Bytes of(List<TransactWriteItem> actions) {
    try {
      RequestHash hash = new RequestHash(MessageDigest.getInstance("SHA-256"));
      actions.forEach(hash::action);
      return Bytes.of(hash.digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void action(TransactWriteItem action) {
    switch (action) {
      case TransactWriteItem.ConditionCheck check -> item("check", check.key());
      case TransactWriteItem.Put put -> item("put", put.item());
      case TransactWriteItem.Delete delete -> item("delete", delete.key());
      case TransactWriteItem.Update update -> {
        item("update", update.key());
        text(update.updateExpression());
      }
    }
    text(action.tableName());
    text(action.conditionExpression());
    Map<String, String> names = action.expressionAttributeNames();
    new TreeMap<>(names == null ? Map.of() : names)
        .forEach(
            (key, name) -> {
              text(key);
              text(name);
            });
    Map<String, AttributeValue> values = action.expressionAttributeValues();
    map(values == null ? Map.of() : values);
    text(String.valueOf(action.returnValuesOnConditionCheckFailure()));
  }

  private void item(String kind, Item item) {
    text(kind);
    map(item.attributes());
  }

  private void map(Map<String, AttributeValue> entries) {
    size(entries.size());
    new TreeMap<>(entries)
        .forEach(
            (name, value) -> {
              text(name);
              value(value);
            });
  }

  private void value(AttributeValue value) {
    text(value.typeCode());
    switch (value) {
      case AttributeValue.S string -> text(string.value());
      case AttributeValue.N number -> text(number.value().toString());
      case AttributeValue.B binary -> bytes(binary.value());
      case AttributeValue.Bool bool -> size(bool.value() ? 1 : 0);
      case AttributeValue.Null ignored -> size(0);
      case AttributeValue.Ss strings -> texts(strings.value());
      case AttributeValue.Ns numbers ->
          texts(numbers.value().stream().map(Number38::toString).toList());
      case AttributeValue.Bs binaries -> {
        size(binaries.value().size());
        new TreeSet<>(binaries.value()).forEach(this::bytes);
      }
      case AttributeValue.L list -> {
        size(list.value().size());
        list.value().forEach(this::value);
      }
      case AttributeValue.M map -> map(map.value());
    }
  }

  private void texts(Collection<String> elements) {
    size(elements.size());
    new TreeSet<>(elements).forEach(this::text);
  }

  private void text(@Nullable String text) {
    if (text == null) {
      size(-1);
    } else {
      bytes(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void bytes(Bytes bytes) {
    size(bytes.length());
    digest.update(bytes.array(), bytes.offset(), bytes.length());
  }

  private void size(int size) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(size).flip());
  }
}
