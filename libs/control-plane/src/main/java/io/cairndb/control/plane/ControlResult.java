package io.cairndb.control.plane;

import java.util.Optional;

/** What became of a command. */
public sealed interface ControlResult {

  /**
   * Decided and durable; work on shards may go on.
   *
   * @param table as the command left it
   */
  record Accepted(TableDescriptor table) implements ControlResult {}

  /** Nothing changed. */
  sealed interface Refused extends ControlResult {}

  record TableNotFound(String tableName) implements Refused {}

  record TableExists(String tableName) implements Refused {}

  /** The table is in a state that does not allow the command. */
  record TableBusy(String tableName, TableStatus status) implements Refused {}

  record DeletionProtected(String tableName) implements Refused {}

  record LimitReached(Limit limit, int bound) implements Refused {}

  record IndexNotFound(String tableName, String indexName) implements Refused {}

  record IndexExists(String tableName, String indexName) implements Refused {}

  /** The index is in a state that does not allow the command. */
  record IndexBusy(String tableName, String indexName, IndexStatus status) implements Refused {}

  record StreamAlreadyEnabled(String tableName) implements Refused {}

  record StreamNotEnabled(String tableName) implements Refused {}

  /** Time-to-live is already what was asked for. */
  record TimeToLiveUnchanged(String tableName, boolean enabled) implements Refused {}

  /** Time-to-live is on with another attribute. */
  record TimeToLiveOnOtherAttribute(String tableName, String attribute) implements Refused {}

  /** An earlier change of time-to-live has not finished. */
  record TimeToLiveChanging(String tableName) implements Refused {}

  /** The revision of the policy is not the expected one. */
  record PolicyRevisionMismatch(String tableName) implements Refused {}

  /** The capacity asked for is what the table or index has. */
  record ThroughputUnchanged(String tableName, String subject, long read, long write)
      implements Refused {}

  /** Provisioned billing needs capacity for every index; the request left one out. */
  record IndexThroughputMissing(String tableName, String indexName) implements Refused {}

  /** Provisioned billing needs capacity for the table. */
  record ThroughputMissing(String tableName) implements Refused {}

  /** The command makes no sense for the table's billing mode. */
  record WrongBillingMode(String tableName, BillingMode mode) implements Refused {}

  /**
   * A maximum for on-demand requests was asked for, but billing is provisioned.
   *
   * @param indexName the index it was asked for; empty for the table
   * @param reads whether a maximum of reads was named
   */
  record OnDemandMaximumNotAllowed(String tableName, Optional<String> indexName, boolean reads)
      implements Refused {}

  /**
   * The new index contradicts definitions the table has: a declared attribute of another type or
   * attributes missing.
   */
  record AttributeConflict(String tableName, String attribute) implements Refused {}

  /** The limits the catalog keeps. */
  enum Limit {
    TABLES,
    GLOBAL_INDEXES,
    LOCAL_INDEXES,
    PROJECTED_ATTRIBUTES,
    ONLINE_INDEX_CHANGES,
    TAGS
  }
}
