package io.cairndb.storage.engine;

import org.jspecify.annotations.Nullable;

/** Which trees have a filter. Thread-safe; asked once for each tree. */
@FunctionalInterface
public interface CompactionFilters {
  /** No tree has one. */
  CompactionFilters NONE = tree -> null;

  /** The filter of the tree of that name; null for none. */
  @Nullable CompactionFilter of(String tree);
}
