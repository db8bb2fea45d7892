package io.cairndb.item.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * The attributes that make a key, in order. A table has one partition and at most one sort
 * attribute; a global index up to four of each.
 */
public record KeySchema(List<KeyAttribute> partition, List<KeyAttribute> sort) {
  public KeySchema {
    partition = List.copyOf(partition);
    sort = List.copyOf(sort);
    if (partition.isEmpty()) {
      throw new IllegalArgumentException("a key needs a partition attribute");
    }
  }

  public boolean hasSort() {
    return !sort.isEmpty();
  }

  /** All attributes, partition before sort. */
  public List<KeyAttribute> attributes() {
    List<KeyAttribute> all = new ArrayList<>(partition);
    all.addAll(sort);
    return all;
  }
}
