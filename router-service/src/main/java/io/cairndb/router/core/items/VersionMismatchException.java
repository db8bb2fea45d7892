package io.cairndb.router.core.items;

import io.cairndb.causality.Hlc;
import org.jspecify.annotations.Nullable;

/** An item had another version than a write expected; nothing was written. */
public final class VersionMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Hlc current;

  VersionMismatchException(@Nullable Hlc current) {
    super("The item has another version", null, false, false);
    this.current = current;
  }

  /** The version it has; null when there is no item. */
  public @Nullable Hlc current() {
    return current;
  }
}
