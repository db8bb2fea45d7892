package io.cairndb.item.schema;

import java.util.List;

/** Which attributes an index entry carries beside the keys of the index and of the table. */
public record Projection(Kind kind, List<String> nonKeyAttributes) {
  public Projection {
    nonKeyAttributes = List.copyOf(nonKeyAttributes);
  }

  /** As in DynamoDB. */
  public enum Kind {
    ALL,
    KEYS_ONLY,
    INCLUDE
  }
}
