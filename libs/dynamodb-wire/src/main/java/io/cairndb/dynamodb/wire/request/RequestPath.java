package io.cairndb.dynamodb.wire.request;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where in a request the reader stands. Moving costs a few stores; text is made only for errors.
 */
final class RequestPath {
  private static final Object LIST = new Object();
  private static final Object MAP = new Object();

  /** Per level: {@link Members}, {@link #LIST} or {@link #MAP}. */
  private @Nullable Object[] levels = new Object[8];

  /** Per level: ordinal of the member, or position of the element from 1. */
  private int[] ordinals = new int[8];

  /** Per level that is a map: the key. */
  private @Nullable String[] keys = new String[8];

  /** Per level that is a structure: bits of the ordinals met. */
  private long[] seen = new long[8];

  private int depth;

  void clear() {
    Arrays.fill(keys, null);
    depth = 0;
  }

  void enterStructure(Members members) {
    enter(members);
    seen[depth - 1] = 0;
  }

  void enterList() {
    enter(LIST);
  }

  void enterMap() {
    enter(MAP);
  }

  void leave() {
    depth--;
  }

  void member(int ordinal) {
    ordinals[depth - 1] = ordinal;
    seen[depth - 1] |= 1L << ordinal;
  }

  void element(int position) {
    ordinals[depth - 1] = position;
  }

  void entry(int position, String key) {
    ordinals[depth - 1] = position;
    keys[depth - 1] = key;
  }

  /** Members met in the current structure. */
  long seen() {
    return seen[depth - 1];
  }

  /** The key in the current map. */
  String key() {
    return String.valueOf(keys[depth - 1]);
  }

  boolean inCollection() {
    return !(levels[depth - 1] instanceof Members);
  }

  int[] ordinals() {
    return Arrays.copyOf(ordinals, depth);
  }

  /** Whether DynamoDB reports the current member in its newer form. */
  boolean isNamed() {
    return levels[depth - 1] instanceof Members members && members.isNamed(ordinals[depth - 1]);
  }

  /** As in DynamoDB's newer messages: {@code RequestItems.table.member.Keys}. */
  String namedText() {
    return text(Members::names);
  }

  /** As in DynamoDB's messages: {@code requestItems.table.member.1.member.putRequest.item}. */
  String text() {
    return text(Members::pathNames);
  }

  private String text(Function<Members, List<String>> namesOf) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (i > 0) {
        text.append('.');
      }
      if (levels[i] instanceof Members members) {
        text.append(namesOf.apply(members).get(ordinals[i]));
      } else if (levels[i] == LIST) {
        text.append(ordinals[i]).append(".member");
      } else {
        text.append(keys[i]).append(".member");
      }
    }
    return text.toString();
  }

  private void enter(Object level) {
    if (depth == levels.length) {
      levels = Arrays.copyOf(levels, depth * 2);
      ordinals = Arrays.copyOf(ordinals, depth * 2);
      keys = Arrays.copyOf(keys, depth * 2);
      seen = Arrays.copyOf(seen, depth * 2);
    }
    levels[depth++] = level;
  }
}
