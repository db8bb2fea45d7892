package io.cairndb.control.plane;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request to change metadata. */
public sealed interface ControlCommand {
  /** The table it is about. */
  String tableName();

  record CreateTable(TableDefinition definition) implements ControlCommand {
    @Override
    public String tableName() {
      return definition.name();
    }
  }

  record UpdateTable(String tableName, TableChanges changes) implements ControlCommand {}

  record DeleteTable(String tableName) implements ControlCommand {}

  /** Turns expiry by {@code attribute} on or off. */
  record SetTimeToLive(String tableName, String attribute, boolean enabled)
      implements ControlCommand {}

  record AddTags(String tableName, Map<String, String> tags) implements ControlCommand {}

  record RemoveTags(String tableName, List<String> keys) implements ControlCommand {
    public RemoveTags {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Attaches a policy, or removes it.
   *
   * @param document absent to remove
   * @param expectedRevision the revision that must be there; {@link #NO_POLICY} for none
   */
  record SetResourcePolicy(
      String tableName, Optional<String> document, Optional<String> expectedRevision)
      implements ControlCommand {
    /** Expects that no policy is attached. */
    public static final String NO_POLICY = "NO_POLICY";
  }
}
