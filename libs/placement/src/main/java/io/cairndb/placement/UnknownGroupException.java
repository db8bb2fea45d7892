package io.cairndb.placement;

import java.util.UUID;

/** The partition map has no partitions for a group: dropped since the caller looked, or unknown. */
public final class UnknownGroupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownGroupException(UUID groupId) {
    super("no partitions for group " + groupId);
  }
}
