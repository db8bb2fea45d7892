package io.cairndb.cli.transfer;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lines that go out together, and what they were read from. Thread-confined until it is sent. */
final class Batch {
  static final int MAX_ITEMS = 25;

  /** Well below the 16 MB of one request, whatever the escapes. */
  private static final int MAX_CHARACTERS = 4 << 20;

  private final List<Obj> writes = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private int characters;
  private long endOffset;
  private long endLine;

  void add(Obj item, String key, int size, LineReader at) {
    writes.add(Json.object().put("PutRequest", Json.object().put("Item", item).build()).build());
    keys.add(key);
    characters += size;
    reaches(at);
  }

  /** The lines before this point need nothing but this batch and those before it. */
  void reaches(LineReader at) {
    endOffset = at.offset();
    endLine = at.number();
  }

  boolean isFull() {
    return writes.size() >= MAX_ITEMS || characters >= MAX_CHARACTERS;
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  List<Obj> writes() {
    return writes;
  }

  Set<String> keys() {
    return keys;
  }

  long endOffset() {
    return endOffset;
  }

  long endLine() {
    return endLine;
  }
}
